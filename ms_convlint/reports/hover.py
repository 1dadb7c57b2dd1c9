"""The description of one call as editors show it: in Markdown, or as plain text."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ms_convlint.description import BoundParameter, CallDescription, Origin, TorchEquivalent
from ms_convlint.languages import in_language
from ms_convlint.reports.drawing import draw_axis
from ms_convlint.reports.excerpt import shown
from ms_convlint.wording import listed, said


def markdown(description: CallDescription, language: str) -> str:
    """Write a description in Markdown."""
    return _Markdown(description, language).text()


def plain(description: CallDescription, language: str) -> str:
    """Write a description for clients that know no Markdown."""
    return _Plain(description, language).text()


@dataclass
class _Plain:
    """A description part by part; how each is set is what Markdown does otherwise."""

    description: CallDescription
    language: str

    def text(self) -> str:
        """All parts."""
        return "\n\n".join(filter(None, self._parts()))

    def _parts(self) -> list[str]:
        fixed = self.description.fixed
        equivalent = self.description.equivalent or (fixed.equivalent if fixed is not None else None)
        parts = [self._title(), self._lead(equivalent)]
        if equivalent is not None:
            parts += [self._block(self._forms(equivalent), "python"), self._sentence(equivalent.remark)]
        parts.append(self._table(self._rows()))
        if equivalent is not None and equivalent.axis is not None:
            parts.append(self._block(draw_axis(equivalent.axis, self.language), "text"))
        return parts

    def _say(self, text: str) -> str:
        return in_language(text, self.language)

    def _title(self) -> str:
        """What is called, and how."""
        title = listed(map(self._strong, self.description.callables))
        if self.description.initialized_class:
            title = said(
                "{callable}, called by {initializer} of {name}",
                callable=title,
                initializer=self._code("super().__init__"),
                name=self._code(self.description.initialized_class),
            )
        if self.description.is_default:
            title = said("{callable}, as long as the default of the parameter is called", callable=title)
        return self._say(title)

    def _lead(self, equivalent: TorchEquivalent | None) -> str:
        """What the code below is, or why there is none."""
        fixed = self.description.fixed
        reason = self._escaped(self._say(equivalent.reason)) if equivalent is not None else ""
        if fixed is None:
            if self.description.raises:
                return self._say(said("It raises as it is called here; the findings say why."))
            return self._say(
                said("No torch call can be given: {reason}.", reason=reason) if reason else said("In torch:")
            )
        text = self._code(fixed.text)
        if reason:
            return self._say(
                said(
                    "It raises as it is called here; the findings say why. The fix makes it {call}; "
                    "no torch call can be given for that: {reason}.",
                    call=text,
                    reason=reason,
                )
            )
        return self._say(
            said(
                "It raises as it is called here; the findings say why. The fix makes it {call}, which is in torch:",
                call=text,
            )
        )

    def _sentence(self, text: str) -> str:
        return self._escaped(self._say(text))

    def _forms(self, equivalent: TorchEquivalent) -> str:
        """The torch calls, each under the condition on which it holds."""
        written = []
        for form in equivalent.forms:
            where = form.where or (said("on every size") if len(equivalent.forms) > 1 else "")
            comment = [f"# {shown(self._say(where))}"] if where else []
            written.append("\n".join([*comment, *map(shown, form.code.splitlines())]))
        return "\n".join(written)

    def _rows(self) -> list[tuple[str, ...]]:
        """The head and a row for each parameter; a column for torch where it has something to say of any."""
        parameters = self.description.parameters
        rows = [(self._say(said("argument")), self._say(said("value")))]
        rows += [(self._code(parameter.name), self._value(parameter)) for parameter in parameters]
        if not any(parameter.torch for parameter in parameters):
            return [*rows]
        theirs = ["torch", *(", ".join(map(self._code, parameter.torch)) for parameter in parameters)]
        return [(*row, torch) for row, torch in zip(rows, theirs, strict=True)]

    def _value(self, parameter: BoundParameter) -> str:
        text, origin = self._code(parameter.text), parameter.origin
        if origin is Origin.HIDDEN:
            return self._escaped(self._say(said("unknown: *args or **kwargs may hold it")))
        if origin is Origin.MISSING:
            return self._say(said("not given, and required"))
        if parameter.value:
            text = self._say(said("{text}, which is {value}", text=text, value=self._code(parameter.value)))
        if origin is Origin.DEFAULT:
            return self._say(said("{text} (default)", text=text))
        if origin is Origin.PARTIAL:
            return self._say(said("{text} (in the partial)", text=text))
        if origin is Origin.SURPLUS:
            return self._say(said("{text} (there is no such parameter)", text=text))
        return text

    def _code(self, text: str) -> str:
        return shown(text)

    def _strong(self, text: str) -> str:
        return self._code(text)

    def _escaped(self, text: str) -> str:
        return shown(text)

    def _block(self, text: str, kind: str) -> str:
        return text and "\n".join(f"    {line}".rstrip() for line in text.splitlines())

    def _table(self, rows: list[tuple[str, ...]]) -> str:
        from rich.cells import cell_len, set_cell_size

        widths = [max(map(cell_len, column)) for column in zip(*rows, strict=True)]
        lines = ("  ".join(map(set_cell_size, row, widths)) for row in rows)
        return "\n".join(map(str.rstrip, lines))


class _Markdown(_Plain):
    def _code(self, text: str) -> str:
        """A text in backticks, more of them than stand in a row in it."""
        if not text:
            return ""
        text = shown(text)
        fence = _longer_than_in(text, 1)
        space = " " if "`" in text else ""
        return f"{fence}{space}{text}{space}{fence}"

    def _strong(self, text: str) -> str:
        return f"**{self._code(text)}**"

    def _escaped(self, text: str) -> str:
        return re.sub(r"([\\`*_\[\]<>#|~])", r"\\\1", shown(text))

    def _block(self, text: str, kind: str) -> str:
        fence = _longer_than_in(text, 3)
        return text and f"{fence}{kind}\n{text}\n{fence}"

    def _table(self, rows: list[tuple[str, ...]]) -> str:
        head, *others = rows
        lines = [head, ("---",) * len(head), *others]
        return "\n".join(f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in line)} |" for line in lines)


def _longer_than_in(text: str, least: int) -> str:
    """More backticks in a row than there are in a text."""
    longest = max(map(len, re.findall("`+", text)), default=0)
    return "`" * max(longest + 1, least)
