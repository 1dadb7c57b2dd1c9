"""A torch call in MindSpore's terms, whole or not at all."""

from __future__ import annotations

from dataclasses import dataclass

from ms_convlint.call_text import CallText, UntouchableError, merge
from ms_convlint.facts.convolutions import Argument, Convolution
from ms_convlint.facts.refusals import older_words, refuses_dilation, refuses_size
from ms_convlint.facts.signatures import Kind
from ms_convlint.facts.values import Known, is_zero, truth_of
from ms_convlint.finding import Applicability, Edit, Fix
from ms_convlint.translation.older import rename_padding
from ms_convlint.translation.padding import PaddingTranslation
from ms_convlint.translation.padding_mode import LayerNeededError
from ms_convlint.translation.reading import UntranslatableError
from ms_convlint.wording import said


def translate(call: Convolution, *, is_port: bool) -> Fix:
    """The fix that all findings of a call that raises share.

    It is safe, since nothing that runs today changes; for display alone where edits cannot be made or what the call
    means needs more than arguments.
    """
    try:
        edits = _CallTranslation(call, is_port).edits()
    except LayerNeededError as needed:
        behind = _behind_layer(call, is_port=is_port)
        return Fix(Applicability.DISPLAY, said("{needed}, then {behind}", needed=needed.message, behind=behind))
    except (UntranslatableError, UntouchableError) as reason:
        return Fix(Applicability.DISPLAY, reason.message)
    if not edits:
        return Fix(Applicability.DISPLAY, said("which arguments are meant cannot be told"))
    return fix(call, Applicability.SAFE, edits)


def fix(call: Convolution, applicability: Applicability, edits: tuple[Edit, ...], label: str = "") -> Fix:
    """A fix of one call, told by what the call becomes.

    It is for display alone where hidden arguments, an f-string around the call or a ``partial`` stand in its way.
    """
    text = CallText(call)
    preview, arguments = text.preview(edits), text.changed_arguments(edits)
    message = said("{label}: {code}", label=label, code=preview) if label else preview
    title = said("{label}: {code}", label=label, code=", ".join(arguments)) if label and arguments else message
    blocked = call.opaque or call.is_formatted or call.is_default_callee or arguments is None
    return Fix(Applicability.DISPLAY if blocked else applicability, message, edits, title)


def _behind_layer(call: Convolution, *, is_port: bool) -> str:
    """The call as it stands behind the layer that pads for it."""
    try:
        return CallText(call).preview(_BehindLayer(call, is_port).edits())
    except (UntranslatableError, UntouchableError):
        return said('pad_mode="valid" here')


@dataclass
class _CallTranslation(PaddingTranslation):
    def edits(self) -> tuple[Edit, ...]:
        """All edits of the call.

        Raises:
            UntranslatableError: there is no such call.
            UntouchableError: there is, but its text cannot be edited.
        """
        self._sizes()
        if self.call.signature.is_torch_like:
            rename_padding(self)
        else:
            self.translate_padding()
        self._other_keywords()
        self._bias()
        for argument in self.touched:
            if argument.inherited:
                raise UntranslatableError(
                    said(
                        "{argument} stands in the partial(…): change it there",
                        argument=argument.keyword or argument.text,
                    )
                )
        return merge([*self.changes, *self.text.close(self.dropped, self.appended)])

    def _sizes(self) -> None:
        for name in ("kernel_size", "stride", "dilation"):
            argument = self.arguments.get(name)
            if argument is None:
                continue
            if is_zero(argument.value) is True:
                raise UntranslatableError(said("{name}=0 is none in either framework", name=name))
            if name == "dilation" and refuses_dilation(self.call.signature, argument.value):
                raise UntranslatableError(
                    said(
                        "{callee} takes no dilation but 1 on the depth axis",
                        callee=self.call.signature.short_name,
                    )
                )
            refused = refuses_size(self.call.signature, name, argument.value)
            self.write(argument, name, self.size_text(name, argument) if refused else None)

    def _other_keywords(self) -> None:
        signature = self.call.signature
        groups = self.arguments.get("groups")
        if groups is not None and signature.group_name is not None:
            self.write(groups, signature.group_name)
        device = self.arguments.get("device")
        if device is not None and "device" not in signature.names:
            self.drop(device)
        dtype = self.arguments.get("dtype")
        if dtype is not None and dtype.value == Known(None):
            self.drop(dtype)
        elif dtype is not None and (dtype.dotted_name or "").startswith("torch."):
            raise UntranslatableError(said("dtype={written} is torch's: write MindSpore's", written=dtype.text))
        elif dtype is not None:
            self.write(dtype, "dtype")
        for name, meant in self.respelt.items():
            if self.call.keywords[name] not in self.dropped:
                self.write(self.call.keywords[name], meant)

    def _bias(self) -> None:
        signature, bias = self.call.signature, self.arguments.get("bias")
        if signature.kind is Kind.FUNCTION:
            if bias is not None:
                self._bias_of_function(bias)
        elif signature.bias_name is None:
            if bias is not None and truth_of(bias.value) is False:
                self.drop(bias)
            elif bias is not None:
                raise UntranslatableError(said("the primitive adds no bias: ops.BiasAdd() on its result does"))
        elif bias is not None:
            self._bias_of_layer(bias, signature.bias_name)
        elif (meant := self._meant_bias()) is not None:
            self.appended.append(f"{signature.bias_name}={meant}")

    def _bias_of_function(self, bias: Argument) -> None:
        name = self.call.signature.short_name
        if bias.keyword == "has_bias" and truth_of(bias.value) is False:
            self.drop(bias)
        elif bias.keyword == "has_bias":
            raise UntranslatableError(said("{callee} has no has_bias: hand the bias itself to it", callee=name))
        elif "bias" not in self.call.signature.names:
            raise UntranslatableError(said("{callee} adds no bias in this version: add it to the result", callee=name))

    def _bias_of_layer(self, bias: Argument, name: str) -> None:
        known = bias.value.value if isinstance(bias.value, Known) else None
        if isinstance(known, str):
            raise UntranslatableError(said("{given} may mean either: write True or False", given=f"{name}={bias.text}"))
        plain = isinstance(known, bool) or not isinstance(bias.value, Known)
        self.write(bias, name, None if plain else str(bool(known)))

    def _meant_bias(self) -> bool | None:
        """What a call that names no bias means by it, where this is not the callable's own default."""
        if self.call.opaque:
            return None
        if self.call.signature.is_torch_like:
            return False if older_words(self.call) else None
        return True if self.is_port else None


@dataclass
class _BehindLayer(_CallTranslation):
    """The same call where a layer before it pads: its own padding is none."""

    def translate_padding(self) -> None:
        """Say that nothing is padded."""
        padding, written = self.arguments.get("padding"), self.arguments.get("pad_mode")
        padding_mode = self.arguments.get("padding_mode")
        if padding_mode is not None:
            self.drop(padding_mode)
        if padding is not None:
            self.drop(padding)
        if written is not None:
            self.write(written, "pad_mode", '"valid"')
        else:
            self.add_mode("valid")
