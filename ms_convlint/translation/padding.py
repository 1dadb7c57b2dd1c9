"""What a call says of padding, in MindSpore's terms: pad_mode, padding, output_padding."""

from __future__ import annotations

from dataclasses import dataclass

from ms_convlint.facts.convolutions import Argument
from ms_convlint.facts.geometry import transposed_padding
from ms_convlint.facts.padding import is_harmless
from ms_convlint.facts.refusals import (
    PAD_MODES,
    appends_what_torch_has,
    refuses_padding,
    refuses_size,
    torch_keywords,
)
from ms_convlint.facts.signatures import Kind
from ms_convlint.facts.values import UNKNOWN, Items, Known, Unknown, Value, integer, is_zero, per_axis, truth_of
from ms_convlint.translation.padding_mode import translate_padding_mode
from ms_convlint.translation.reading import SURE_MATCH, TORCH_NAMES, Reading, UntranslatableError, item_texts
from ms_convlint.wording import said

_ZERO_MODES = frozenset({"zeros", "zero", "constant", "zeros_pad"})
_NEEDS_NUMBERS = said("padding and output_padding must be known, and alike on both sides: padding=(p, p-op, p, p-op)")
_UNTOLD = said("which padding is meant cannot be told: write 'same', 'valid' or 'pad'")


@dataclass
class PaddingTranslation(Reading):
    """Translates the padding of one call."""

    needs_pad: bool = False
    """Whether an output_padding asks for pad_mode="pad"."""

    def translate_padding(self) -> None:
        """Say the padding as MindSpore does.

        Raises:
            UntranslatableError: it has no words for it.
        """
        translate_padding_mode(self)
        padding, written = self.arguments.get("padding"), self.arguments.get("pad_mode")
        if written is not None and self._may_be_padding(written):
            raise UntranslatableError(
                said("the 5th argument, {written}, is torch's padding or MindSpore's pad_mode", written=written.text)
            )
        output_padding = self._output_padding()
        mode = self._mode(padding, written, has_output=output_padding is not None or self.needs_pad)
        if padding is not None:
            self._write_padding(padding, written, mode, output_padding)
        elif mode is not None and written is not None:
            self.write(written, "pad_mode", f'"{mode}"')
        elif mode is not None:
            self.add_mode(mode)

    def _may_be_padding(self, written: Argument) -> bool:
        """Whether pad_mode stands by position in a call of torch's, its value unknown."""
        by_position = written.position is not None and bool(torch_keywords(self.call))
        return by_position and isinstance(written.value, Unknown)

    def _mode(self, padding: Argument | None, written: Argument | None, *, has_output: bool) -> str | None:
        """The pad_mode to write; None where what stands may stay."""
        zero = True if padding is None else is_zero(padding.value)
        named = padding.value.value if padding is not None and isinstance(padding.value, Known) else None
        transposed = self.call.signature.transposed
        if isinstance(named, str):
            if named not in ("same", "valid") or transposed:
                raise UntranslatableError(said('padding="{named}" has no meaning here', named=named))
            if written is not None and _contradicts(written.value, named):
                raise UntranslatableError(
                    said(
                        'pad_mode={written} and padding="{named}" contradict each other',
                        written=written.text,
                        named=named,
                    )
                )
            return named
        if written is not None:
            return self._corrected_mode(written, zero=zero, has_output=has_output)
        if zero is False or has_output or (padding is not None and zero is None):
            return "pad"
        if self.call.signature.kind is Kind.FUNCTION and self.torch_order:
            return "valid"
        if self.call.signature.kind is not Kind.LAYER or not self.is_port:
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
            raise UntranslatableError(_UNTOLD)
        if mode.lower() in _ZERO_MODES:
            return "pad" if zero is not True or has_output else none
        if mode.lower() not in PAD_MODES:
            from difflib import get_close_matches

            close = get_close_matches(mode.lower(), PAD_MODES, 1, SURE_MATCH)
            if not close:
                raise UntranslatableError(_UNTOLD)
            return "pad" if zero is False or has_output else close[0]
        padding = self.arguments.get("padding")
        by_position = written.position is not None and padding is not None and padding.position is not None
        if zero is False and by_position and mode in ("same", "valid"):
            raise UntranslatableError(
                said(
                    "torch's order has dilation behind padding=\"{mode}\", MindSpore's has padding: say which",
                    mode=mode,
                )
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
                self.write(padding, "pad_mode", f'"{mode}"')
            else:
                self.write(written, "pad_mode", f'"{mode}"')
                self.drop(padding)
            return
        if mode is not None and written is None:
            self.touched.append(padding)
            self.changes.append(self.text.put_before(padding, f'pad_mode="{mode}"'))
        elif mode is not None and written is not None:
            self.write(written, "pad_mode", f'"{mode}"')
        self.write(padding, name, output[0] if output is not None else self._padding_text(padding))
        if output is not None:
            self.drop(output[1])

    def _padding_text(self, padding: Argument) -> str | None:
        """A padding in the form that this callable takes; None where it may stay as it is."""
        signature, value = self.call.signature, padding.value
        if isinstance(value, Known) and type(value.value) is not int:
            raise UntranslatableError(said("{given} is no padding", given=f"{signature.padding_name}={padding.text}"))
        if not isinstance(value, Items):
            if padding.holds_sequences:
                raise UntranslatableError(
                    said(
                        "{given}: write its tuples as they fit here",
                        given=f"{signature.padding_name}={padding.shown}",
                    )
                )
            return None
        if not refuses_padding(signature, value):
            return None
        return self._laid_out(padding, item_texts(padding))

    def _laid_out(self, padding: Argument, items: tuple[str, ...]) -> str:
        """The numbers of a padding as this callable wants them: one or two an axis."""
        signature = self.call.signature
        if len(items) == 1:
            return items[0]
        if signature.axes == 1 or len(items) not in (signature.axes, 2 * signature.axes):
            raise UntranslatableError(
                said(
                    "{given} does not say how much each side is padded here",
                    given=f"{signature.padding_name}={padding.shown}",
                )
            )
        if len(items) == signature.axes and signature.kind is not Kind.FUNCTION:
            if not padding.may_repeat:
                raise UntranslatableError(
                    said(
                        "{given} calls something: name it, then write each number twice",
                        given=f"{signature.padding_name}={padding.text}",
                    )
                )
            items = tuple(item for item in items for _ in range(2))
        if signature.kind is Kind.FUNCTION and len(items) != signature.axes:
            if items[::2] == items[1::2]:
                return f"({', '.join(items[::2])})"
            raise UntranslatableError(
                said(
                    "padding={written}: this function pads both sides alike; pad the input first",
                    written=padding.text,
                )
            )
        return f"({', '.join(items)})"

    def _output_padding(self) -> tuple[str, Argument] | None:
        """What padding becomes by an output_padding, with the argument that goes; None where there is none."""
        argument = self.arguments.get("output_padding")
        signature = self.call.signature
        if argument is None:
            return None
        zero = is_zero(argument.value) is True
        is_false = argument.value == Known(False) and not zero  # bias=False, counted one too few
        has_parameter = "output_padding" in signature.names
        refused = isinstance(argument.value, Items) and (
            self.torch_order or refuses_size(signature, "output_padding", argument.value)
        )
        if is_false or (zero and (refused or not has_parameter)):
            self.drop(argument)
        elif zero:
            self.write(argument, "output_padding")
        elif signature.transposed and has_parameter and (signature.axes == 3 or self._appends_what_torch_has()):
            self.write(argument, "output_padding", self.size_text("output_padding", argument) if refused else None)
            self.needs_pad = True
        elif signature.transposed and signature.axes == 2 and has_parameter:
            return self._lopsided_padding(argument), argument
        elif signature.transposed and signature.axes == 1:
            raise UntranslatableError(
                said(
                    "Conv1dTranspose has no output_padding: use Conv2dTranspose with kernel (1, k) on an expanded input"
                )
            )
        else:
            raise UntranslatableError(said("{callee} has no output_padding", callee=signature.short_name))
        return None

    def _appends_what_torch_has(self) -> bool:
        """Whether MindSpore's own output_padding is right: where nothing reaches the new cells, and without bias."""
        bias = self.arguments.get("bias")
        if not (truth_of(bias.value) is False if bias is not None else not self.is_port):
            return False
        sizes = [
            self.arguments[name].value if name in self.arguments else default
            for name, default in (
                ("kernel_size", UNKNOWN),
                ("stride", Known(1)),
                ("dilation", Known(1)),
                ("padding", Known(0)),
            )
        ]
        return appends_what_torch_has(*sizes, self.arguments["output_padding"].value)

    def _lopsided_padding(self, argument: Argument) -> str:
        padding = self.arguments.get("padding")
        before = _alike(padding.value) if padding is not None else (0, 0)
        added = per_axis(argument.value, 2)
        sides: list[str] = []
        for axis_padding, axis_output in zip(before, added, strict=True):
            if axis_padding is None or axis_output is None:
                raise UntranslatableError(_NEEDS_NUMBERS)
            pair = transposed_padding(axis_padding, axis_output)
            if pair is None:
                raise UntranslatableError(
                    said(
                        "output_padding={written} exceeds the padding, which MindSpore cannot say: "
                        "append zeros to the input and cut the output to torch's size",
                        written=argument.text,
                    )
                )
            sides += map(str, pair)
        return f"({', '.join(sides)})"

    def add_mode(self, mode: str) -> None:
        """Say pad_mode before the groups and the bias, where these stand last, as MindSpore orders them."""
        place = None
        for argument in reversed(self.text.own):
            if argument.keyword is None or TORCH_NAMES.get(argument.keyword, argument.keyword) not in (
                "groups",
                "bias",
            ):
                break
            place = argument
        new = f'pad_mode="{mode}"'
        if place is None:
            self.appended.append(new)
        else:
            self.changes.append(self.text.put_before(place, new))


def _contradicts(pad_mode: Value, padding: str) -> bool:
    """Whether pad_mode is known and says something else than a padding that is a word."""
    mode = pad_mode.value if isinstance(pad_mode, Known) else None
    return isinstance(mode, str) and mode.lower() not in (padding, "pad", *_ZERO_MODES)


def _alike(padding: Value) -> tuple[int | None, ...]:
    """A 2d padding axis by axis, where it is alike on both sides of each."""
    if isinstance(padding, Items) and len(padding.items) == 4:
        top, bottom, left, right = map(integer, padding.items)
        return (top if top == bottom else None, left if left == right else None)
    return per_axis(padding, 2)
