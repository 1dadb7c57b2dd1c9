"""A torch call in MindSpore's terms: the one place that knows how to say it.

A call that raises today is translated whole or not at all (RULES, "Fixes"); the table is SEMANTICS, "The exact
translation", where every row was run on both frameworks.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from ms_convlint.call_text import CallText, UntouchableError, merge
from ms_convlint.facts.convolutions import Argument, Convolution
from ms_convlint.facts.geometry import transposed_padding
from ms_convlint.facts.padding import is_harmless
from ms_convlint.facts.refusals import PAD_MODES, is_torch_order, is_torch_spelled, refused_forms
from ms_convlint.facts.signatures import Kind, torch_signature
from ms_convlint.facts.values import Items, Known, integer, is_zero, per_axis, truth_of
from ms_convlint.finding import Applicability, Edit, Fix

_ZERO_MODES = frozenset({"zeros", "zero", "constant", "zeros_pad"})
_LAYERS_BEFORE = {
    "reflect": 'nn.ReflectionPad{axes}d({padding}) before it, and pad_mode="valid" here',
    "replicate": 'nn.ReplicationPad{axes}d({padding}) before it, and pad_mode="valid" here',
    "circular": 'ops.pad(x, …, mode="circular") before it, and pad_mode="valid" here',
}
_SURE_MATCH = 0.8


class UntranslatableError(Exception):
    """MindSpore has no words for the call, or the tool cannot tell which; the text is for the reader."""


def translate(call: Convolution, *, norm_follows: bool) -> Fix:
    """The fix that all findings of a call that raises share.

    It is safe, since nothing that runs today changes; for display alone where edits cannot be made or what the call
    means needs more than arguments.
    """
    try:
        edits = _Translation(call, norm_follows).edits()
    except (UntranslatableError, UntouchableError) as reason:
        return Fix(Applicability.DISPLAY, str(reason))
    if not edits:
        return Fix(Applicability.DISPLAY, "which arguments are meant cannot be told")
    return fix(call, Applicability.SAFE, edits)


def fix(call: Convolution, applicability: Applicability, edits: tuple[Edit, ...], label: str = "") -> Fix:
    """A fix of one call, told by what the call becomes.

    It is for display alone where hidden arguments, an f-string around the call or a ``partial`` stand in its way.
    """
    preview = CallText(call).preview(edits)
    message = f"{label}: {preview}" if label else preview
    blocked = call.opaque or call.is_formatted
    return Fix(Applicability.DISPLAY if blocked else applicability, message, edits)


@dataclass
class _Translation:
    call: Convolution
    norm_follows: bool
    changes: list[Edit] = field(default_factory=list)

    def edits(self) -> tuple[Edit, ...]:
        """All edits of the call.

        Raises:
            UntranslatableError: there is no such call.
            UntouchableError: there is, but its text cannot be edited.
        """
        self._sizes()
        self._padding()
        self._other_keywords()
        self._bias()
        touched = [argument for argument in self.call.arguments if argument.inherited and argument in self._touched]
        if touched:
            raise UntranslatableError(
                f"{touched[0].keyword or touched[0].text} stands in the partial(…): change it there"
            )
        return merge(self.changes)

    def __post_init__(self) -> None:
        self.text = CallText(self.call)
        self.torch_order = is_torch_order(self.call)
        self.torch_spelled = is_torch_spelled(self.call)
        self.reading = self._read()
        self.needs_pad = False
        self._touched: list[Argument] = []

    def _read(self) -> dict[str, Argument]:
        """The arguments by torch's names, as the call means them."""
        signature = self.call.signature
        torch = torch_signature(signature)
        names = torch.names if self.torch_order and torch is not None else signature.names
        found: dict[str, Argument] = {}
        for argument in self.call.arguments:
            name = argument.keyword
            if name is None:
                assert argument.position is not None
                if argument.position >= len(names):
                    raise UntranslatableError(f"{argument.text} is one argument more than there are parameters")
                name = names[argument.position]
            name = _TORCH_NAMES.get(name, name)
            if name in found:
                raise UntranslatableError(
                    f"{found[name].keyword or name} and {argument.keyword or name} say the same twice"
                )
            found[name] = argument
        return found

    def _write(self, argument: Argument, keyword: str | None = None, value: str | None = None) -> None:
        """Another keyword, another value, or both."""
        slot = self.call.signature.index("pad_mode")
        needs_keyword = (
            self.torch_order and argument.position is not None and slot is not None and argument.position >= slot
        )
        if keyword is not None and (argument.keyword is not None or needs_keyword) and argument.keyword != keyword:
            self._touched.append(argument)
            self.changes.append(self.text.rename(argument, keyword))
        if value is not None and value != argument.text:
            self._touched.append(argument)
            self.changes.append(self.text.set_value(argument, value))

    def _drop(self, argument: Argument) -> None:
        self._touched.append(argument)
        self.changes.append(self.text.drop(argument))

    def _sizes(self) -> None:
        for name in ("kernel_size", "stride", "dilation"):
            argument = self.reading.get(name)
            if argument is None:
                continue
            if is_zero(argument.value) is True:
                raise UntranslatableError(f"{name}=0 is none in either framework")
            refused = any(form.argument is argument for form in refused_forms(self.call))
            late = self.torch_order and name == "dilation" and isinstance(argument.value, Items)
            self._write(argument, name, self._size_text(name, argument) if refused or late else None)

    def _size_text(self, name: str, argument: Argument) -> str:
        assert isinstance(argument.value, Items)
        items = _item_texts(argument)
        axes = self.call.signature.axes
        if len(items) == 1 and (axes == 1 or name != "kernel_size"):
            return items[0]
        if len(items) != axes or axes == 1:
            raise UntranslatableError(f"{name}={argument.text} has {len(items)} numbers, and {axes} is what fits")
        return f"({', '.join(items)})"

    def _padding(self) -> None:
        padding_mode = self.reading.get("padding_mode")
        if padding_mode is not None:
            self._padding_mode(padding_mode)
        padding, written = self.reading.get("padding"), self.reading.get("pad_mode")
        if written is not None and self._names_a_layer(written):
            return
        output_padding = self._output_padding()
        mode = self._mode(padding, written, has_output=output_padding is not None or self.needs_pad)
        if padding is not None:
            self._write_padding(padding, written, mode, output_padding)
        elif mode is not None and written is not None:
            self._write(written, "pad_mode", f'"{mode}"')
        elif mode is not None:
            self._add_mode(mode)

    def _padding_mode(self, argument: Argument) -> None:
        value = argument.value.value if isinstance(argument.value, Known) else None
        if value == "zeros":
            self._drop(argument)
        elif isinstance(value, str) and value in _LAYERS_BEFORE:
            raise UntranslatableError(self._layer_before(value))
        else:
            raise UntranslatableError("MindSpore has no padding_mode, and its value here is unknown")

    def _layer_before(self, mode: str) -> str:
        padding = self.reading.get("padding")
        numbers = padding.text if padding is not None else "0"
        layer = _LAYERS_BEFORE[mode].format(axes=self.call.signature.axes, padding=numbers)
        return f'torch\'s padding_mode="{mode}" needs a layer of its own: {layer}'

    def _names_a_layer(self, written: Argument) -> bool:
        """Whether pad_mode holds one of torch's padding modes that need a layer.

        Raises:
            UntranslatableError: it does.
        """
        value = written.value.value if isinstance(written.value, Known) else None
        if isinstance(value, str) and value.lower() in _LAYERS_BEFORE:
            raise UntranslatableError(self._layer_before(value.lower()))
        return False

    def _mode(self, padding: Argument | None, written: Argument | None, *, has_output: bool) -> str | None:
        """The pad_mode to write; None where what stands may stay."""
        zero = True if padding is None else is_zero(padding.value)
        named = padding.value.value if padding is not None and isinstance(padding.value, Known) else None
        transposed = self.call.signature.transposed
        if isinstance(named, str):
            if named not in ("same", "valid") or transposed:
                raise UntranslatableError(f'padding="{named}" has no meaning here')
            return named
        if written is not None:
            return self._corrected_mode(written, zero=zero, has_output=has_output)
        if zero is False or has_output or (padding is not None and zero is None):
            return "pad"
        if self.call.signature.kind is Kind.FUNCTION and self.torch_order:
            return "valid"
        if self.call.signature.kind is not Kind.LAYER or not self.torch_spelled:
            return None
        if not transposed and is_harmless(self.call):
            return None
        if padding is None and self.call.opaque:
            return None
        return "pad" if transposed else "valid"

    def _corrected_mode(self, written: Argument, *, zero: bool | None, has_output: bool) -> str | None:
        if not isinstance(written.value, (Known, Items)):
            return None
        mode = written.value.value if isinstance(written.value, Known) else None
        none = "pad" if self.call.signature.transposed else "valid"
        if not isinstance(mode, str):
            raise UntranslatableError("which padding is meant cannot be told: write 'same', 'valid' or 'pad'")
        if mode.lower() in _ZERO_MODES:
            return "pad" if zero is not True or has_output else none
        if mode.lower() not in PAD_MODES:
            from difflib import get_close_matches

            close = get_close_matches(mode.lower(), PAD_MODES, 1, _SURE_MATCH)
            if not close:
                raise UntranslatableError("which padding is meant cannot be told: write 'same', 'valid' or 'pad'")
            return close[0]
        padding = self.reading.get("padding")
        by_position = written.position is not None and padding is not None and padding.position is not None
        if zero is False and by_position and mode in ("same", "valid"):
            raise UntranslatableError(
                f"torch's order has dilation behind padding=\"{mode}\", MindSpore's has padding: say which"
            )
        if zero is False or has_output:
            return None if mode == "pad" else "pad"
        any_case = self.call.signature.any_case_pad_mode
        return None if mode == mode.lower() or any_case else mode.lower()

    def _write_padding(
        self,
        padding: Argument,
        written: Argument | None,
        mode: str | None,
        output: tuple[str, Argument] | None,
    ) -> None:
        name = self.call.signature.padding_name
        if isinstance(padding.value, Known) and isinstance(padding.value.value, str):
            if written is None:
                self._write(padding, "pad_mode", f'"{mode}"')
            else:
                self._write(written, "pad_mode", f'"{mode}"')
                self._drop(padding)
            return
        if mode is not None and written is None:
            self._touched.append(padding)
            self.changes.append(self.text.put_before(padding, f'pad_mode="{mode}"'))
        elif mode is not None and written is not None:
            self._write(written, "pad_mode", f'"{mode}"')
        self._write(padding, name, output[0] if output is not None else self._padding_text(padding))
        if output is not None:
            self._drop(output[1])

    def _padding_text(self, padding: Argument) -> str | None:
        """A padding in the form that this callable takes; None where it may stay as it is."""
        signature, value = self.call.signature, padding.value
        if isinstance(value, Known) and type(value.value) is not int:
            raise UntranslatableError(f"{signature.padding_name}={padding.text} is no padding")
        if not isinstance(value, Items):
            return None
        takes_list = "padding" in signature.list_parameters
        if len(value.items) in signature.padding_lengths and (takes_list or not value.is_list):
            return None
        items = _item_texts(padding)
        if len(items) == 1:
            return items[0]
        if signature.axes == 1 or len(items) not in (signature.axes, 2 * signature.axes):
            raise UntranslatableError(
                f"{signature.padding_name}={padding.text} has {len(items)} numbers: {signature.padding_lengths} fit"
            )
        if len(items) == signature.axes and signature.kind is not Kind.FUNCTION:
            if not padding.may_repeat:
                raise UntranslatableError(
                    f"{signature.padding_name}={padding.text} must be written twice an axis, and it calls something"
                )
            items = tuple(item for item in items for _ in range(2))
        if signature.kind is Kind.FUNCTION and len(items) != signature.axes:
            if items[::2] == items[1::2]:
                return f"({', '.join(items[::2])})"
            raise UntranslatableError(
                f"padding={padding.text}: this function pads both sides alike; pad the input first"
            )
        return f"({', '.join(items)})"

    def _output_padding(self) -> tuple[str, Argument] | None:
        """What padding becomes by an output_padding, with the argument that goes; None where there is none."""
        argument = self.reading.get("output_padding")
        signature = self.call.signature
        if argument is None:
            return None
        zero = is_zero(argument.value) is True
        is_false = argument.value == Known(False) and not zero  # bias=False, counted one too few
        has_parameter = "output_padding" in signature.names
        if is_false or (zero and not has_parameter):
            self._drop(argument)
        elif zero:
            self._write(argument, "output_padding")
        elif signature.transposed and signature.axes == 3:
            self._write(argument, "output_padding")
            self.needs_pad = True
        elif signature.transposed and signature.axes == 2 and has_parameter:
            return self._lopsided_padding(argument), argument
        elif signature.transposed and signature.axes == 1:
            raise UntranslatableError(
                "Conv1dTranspose has no output_padding: use Conv2dTranspose with kernel (1, k) on an expanded input"
            )
        else:
            raise UntranslatableError(f"{signature.short_name} has no output_padding")
        return None

    def _lopsided_padding(self, argument: Argument) -> str:
        padding = self.reading.get("padding")
        before = per_axis(padding.value, 2) if padding is not None else (0, 0)
        added = per_axis(argument.value, 2)
        sides: list[str] = []
        for axis_padding, axis_output in zip(before, added, strict=True):
            if axis_padding is None or axis_output is None:
                raise UntranslatableError("padding and output_padding must be known: padding=(p, p-op, p, p-op)")
            pair = transposed_padding(axis_padding, axis_output)
            if pair is None:
                raise UntranslatableError(
                    f"output_padding={argument.text} exceeds the padding, which MindSpore cannot say: "
                    "compute a larger output and cut it"
                )
            sides += map(str, pair)
        return f"({', '.join(sides)})"

    def _add_mode(self, mode: str) -> None:
        """Say pad_mode before the groups and the bias, where these stand last, as MindSpore orders them."""
        place = None
        for argument in reversed(self.text.own):
            if argument.keyword is None or _TORCH_NAMES.get(argument.keyword, argument.keyword) not in (
                "groups",
                "bias",
            ):
                break
            place = argument
        new = f'pad_mode="{mode}"'
        self.changes.append(self.text.append(new) if place is None else self.text.put_before(place, new))

    def _other_keywords(self) -> None:
        signature = self.call.signature
        groups = self.reading.get("groups")
        if groups is not None and signature.group_name is not None:
            self._write(groups, signature.group_name)
        device = self.reading.get("device")
        if device is not None and "device" not in signature.names:
            self._drop(device)
        dtype = self.reading.get("dtype")
        if dtype is not None and (dtype.dotted_name or "").startswith("torch."):
            raise UntranslatableError(f"dtype={dtype.text} is torch's: write MindSpore's")
        for name, argument in self.call.keywords.items():
            if name not in signature.names and _TORCH_NAMES.get(name, name) not in _TRANSLATED:
                self._rename_nearest(name, argument)

    def _rename_nearest(self, name: str, argument: Argument) -> None:
        free = [known for known in self.call.signature.names if known not in self.call.bound]
        from difflib import get_close_matches

        close = get_close_matches(name, free, 1, _SURE_MATCH)
        if not close:
            raise UntranslatableError(
                f"{self.call.signature.short_name} has no {name}, and nothing so like it that it must be meant"
            )
        self._write(argument, close[0])

    def _bias(self) -> None:
        signature, bias = self.call.signature, self.reading.get("bias")
        if signature.kind is Kind.FUNCTION:
            if bias is not None and "bias" not in signature.names:
                raise UntranslatableError(f"{signature.short_name} adds no bias in this version: add it to the result")
            return
        if signature.bias_name is None:
            if bias is not None and truth_of(bias.value) is False:
                self._drop(bias)
            elif bias is not None:
                raise UntranslatableError("the primitive adds no bias: ops.BiasAdd() on its result does")
            return
        if bias is not None:
            known = bias.value.value if isinstance(bias.value, Known) else None
            plain = isinstance(known, bool) or not isinstance(bias.value, Known)
            self._write(bias, signature.bias_name, None if plain else str(bool(known)))
        elif self.torch_spelled and not self.norm_follows and self._lacks_bias():
            self.changes.append(self.text.append(f"{signature.bias_name}=True"))

    def _lacks_bias(self) -> bool:
        return not self.call.opaque and "has_bias" not in self.reading


_TORCH_NAMES = {"has_bias": "bias", "group": "groups", "pad": "padding", "out_channel": "out_channels"}
_TRANSLATED = frozenset({"bias", "groups", "padding_mode", "device", "output_padding"})


def _item_texts(argument: Argument) -> tuple[str, ...]:
    """The items of a tuple or list: as written, or their numbers where it stands elsewhere."""
    if argument.items is not None:
        return argument.items
    assert isinstance(argument.value, Items)
    numbers = [integer(item) for item in argument.value.items]
    if None in numbers:
        raise UntranslatableError(f"{argument.text} is a tuple whose numbers are unknown: write it out")
    return tuple(map(str, numbers))
