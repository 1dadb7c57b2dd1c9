"""The text of one call and the edits that change single arguments of it, everything around them kept."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from ms_convlint.facts.convolutions import Argument, Convolution
from ms_convlint.finding import Edit, Position
from ms_convlint.source import Source
from ms_convlint.wording import said


class UntouchableError(Exception):
    """The text cannot be edited without touching something else, a comment above all; ``message`` is for people."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


@dataclass(frozen=True)
class _Span:
    """Where an argument stands, parentheses of its own included, as offsets into the text."""

    start: int
    end: int


@dataclass
class CallText:
    """One call, ready for edits."""

    call: Convolution

    @cached_property
    def text(self) -> str:
        """The file's text."""
        return self.call.source.text

    @cached_property
    def own(self) -> list[Argument]:
        """The arguments that stand on the call itself, in order."""
        return [argument for argument in self.call.arguments if not argument.inherited]

    def rename(self, argument: Argument, keyword: str) -> Edit:
        """Another keyword for an argument; one given by position gets it."""
        if argument.keyword is None:
            place = self._position(self._span(argument).start)
            return Edit(place, place, f"{keyword}=")
        end = Position(argument.start.line, argument.start.column + len(argument.keyword))
        return Edit(argument.start, end, keyword)

    def set_value(self, argument: Argument, value: str) -> Edit:
        """Another value for an argument.

        Raises:
            UntouchableError: a comment stands in the value.
        """
        if "#" in argument.text:
            raise UntouchableError(said("a comment stands inside the value that must change"))
        return Edit(argument.value_start, argument.end, value)

    def put_before(self, argument: Argument, text: str) -> Edit:
        """A new argument before one; on a line of its own where each keyword has one."""
        span = self._span(argument)
        place = self._position(span.start)
        before = self._line_before(span.start)
        alone = argument.keyword is not None and not before.strip() and self._one_per_line()
        return Edit(place, place, f"{text},{self._newline(span.start)}{before}" if alone else f"{text}, ")

    def close(self, dropped: Sequence[Argument] = (), appended: Sequence[str] = ()) -> list[Edit]:
        """Take arguments away, their commas with them, and add others at the end; comments stay."""
        edits: list[Edit] = []
        place, follows = self._open_end(), bool(self.own)
        index = 0
        while index < len(self.own):
            run = index
            while run < len(self.own) and self.own[run] in dropped:
                run += 1
            if run > index:
                removed, commented = self._drop_run(index, run)
                edits += removed
                if run == len(self.own):
                    place = edits[-1].end
                    follows = index > 0 and not commented
            index = run + 1
        for text in appended:
            edits.append(Edit(place, place, f"{self._separator()}{text}" if follows else text))
            follows = True
        return edits

    def _open_end(self) -> Position:
        """Where an argument can be added."""
        if self.own:
            return self._position(self._span(self.own[-1]).end)
        return Position(self.call.call_end.line, self.call.call_end.column - 1)

    def _separator(self) -> str:
        """What stands before an added argument: a line of its own where each argument has one."""
        last = self._span(self.own[-1])
        before = self._line_before(last.start)
        rest = self.text[last.end : self._line_end(last.end)].strip()
        own_line = not before.strip() and rest in ("", ",") and self._one_per_line()
        return f",{self._newline(last.start)}{before}" if own_line else ", "

    def _drop_run(self, first: int, behind: int) -> tuple[list[Edit], bool]:
        """The edits that take away neighbouring arguments, and whether comments among them had to stay."""
        spans = [self._span(argument) for argument in self.own[first:behind]]
        start, end = spans[0].start, spans[-1].end
        if behind < len(self.own):
            end = self._span(self.own[behind]).start
        elif first:
            start = self._span(self.own[first - 1]).end
        borders = [start, *(border for span in spans for border in (span.start, span.end)), end]
        gaps = [self.text[left:right] for left, right in zip(borders[::2], borders[1::2], strict=True)]
        if not any("#" in gap for gap in gaps):
            return [Edit(self._position(start), self._position(end), "")], False
        edits = []
        for span in spans:
            comma = _skip_blank(self.text, span.end)
            has_comma = self.text[comma] == ","
            if has_comma and "#" in self.text[span.end : comma]:
                raise UntouchableError(said("a comment stands before the comma of an argument that must go"))
            end = comma + 1 if has_comma else span.end
            edits.append(Edit(self._position(span.start), self._position(end), ""))
        return edits, True

    def preview(self, edits: Sequence[Edit]) -> str:
        """The call after edits on one line, its comments left out; of a long call the arguments that are new."""
        return _on_one_line(self._after(edits), {keyword.arg for keyword in self.call.node.keywords})

    def changed_arguments(self, edits: Sequence[Edit]) -> list[str] | None:
        """The keyword arguments that edits add or change; None where no call is left, or one is given twice."""
        after = Source("", f"({self._after(edits)}\n)")
        try:
            call = ast.parse(after.text, mode="eval").body
        except (SyntaxError, RecursionError, MemoryError):
            return None
        keywords = [keyword for keyword in call.keywords if keyword.arg] if isinstance(call, ast.Call) else []
        if not isinstance(call, ast.Call) or len({keyword.arg for keyword in keywords}) < len(keywords):
            return None
        before = {
            keyword.arg: _one_line(self.call.source.segment(keyword.value)) for keyword in self.call.node.keywords
        }
        values = {keyword.arg: _one_line(after.segment(keyword.value)) for keyword in keywords}
        return [f"{name}={value}" for name, value in values.items() if before.get(name) != value]

    def _after(self, edits: Sequence[Edit]) -> str:
        start, end = self.call.source.offset(self.call.call_start), self.call.source.offset(self.call.call_end)
        pieces: list[str] = []
        done = start
        for edit in sorted(edits, key=lambda edit: (edit.start, edit.end)):
            first = self.call.source.offset(edit.start)
            pieces += (self.text[done:first], edit.content)
            done = self.call.source.offset(edit.end)
        pieces.append(self.text[done:end])
        return "".join(pieces)

    def _one_per_line(self) -> bool:
        lines = [argument.start.line for argument in self.own]
        return len(set(lines)) == len(lines) and lines[0] != self.call.start.line

    def _span(self, argument: Argument) -> _Span:
        """An argument with the parentheses around its value."""
        source = self.call.source
        start, end = source.offset(argument.start), source.offset(argument.end)
        limit = source.offset(self.call.call_end) - 1
        while True:
            after = _skip_blank(self.text, end)
            if after >= limit or self.text[after] != ")":
                return _Span(start, end)
            end = after + 1
            if argument.keyword is None:
                before = start - 1
                while self.text[before].isspace():
                    before -= 1
                if self.text[before] != "(":
                    raise UntouchableError(said("a comment stands inside the parentheses of an argument"))
                start = before

    def _position(self, offset: int) -> Position:
        return self.call.source.position_at(offset)

    def _line_before(self, offset: int) -> str:
        return self.text[self.call.source.offset(Position(self._position(offset).line, 0)) : offset]

    def _line_end(self, offset: int) -> int:
        line = self._position(offset).line
        return self.call.source.offset(Position(line, len(self.call.source.lines[line - 1].rstrip("\r\n"))))

    def _newline(self, offset: int) -> str:
        line = self.call.source.lines[self._position(offset).line - 1]
        return line[len(line.rstrip("\r\n")) :] or "\n"


_LONGEST_PREVIEW = 160


def _skip_blank(text: str, offset: int) -> int:
    """The next offset that holds neither space nor comment nor line continuation."""
    while offset < len(text):
        if text[offset] == "#":
            while offset < len(text) and text[offset] not in "\r\n":
                offset += 1
        elif text[offset].isspace() or text[offset] == "\\":
            offset += 1
        else:
            break
    return offset


def merge(edits: Iterable[Edit]) -> tuple[Edit, ...]:
    """Edits in the order of the text; of several insertions at one place the first given stands first."""
    return tuple(sorted(edits, key=lambda edit: (edit.start, edit.end)))


def _on_one_line(text: str, before: set[str | None]) -> str:
    """A call on one line; of a long one the keywords that were not there before."""
    line = " ".join(_without_comments(text).split())
    line = line.replace("( ", "(").replace(", )", ")").replace(",)", ")").replace(" )", ")")
    if len(line) <= _LONGEST_PREVIEW:
        return line
    try:
        call = ast.parse(f"({line}\n)", mode="eval").body
    except (SyntaxError, RecursionError, MemoryError):
        return f"{line[:_LONGEST_PREVIEW]}…"
    assert isinstance(call, ast.Call)
    new = [keyword for keyword in call.keywords if keyword.arg not in before]
    shown = [f"{keyword.arg}={ast.get_source_segment(f'({line}', keyword.value)}" for keyword in new]
    return f"{line[: line.index('(')]}({', '.join(('…', *shown))})"


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _without_comments(text: str) -> str:
    if "#" not in text:
        return text
    import io
    import tokenize

    lines = f"({text}\n)".splitlines(keepends=True)
    for token in tokenize.generate_tokens(io.StringIO("".join(lines)).readline):
        if token.type == tokenize.COMMENT:
            row, column = token.start
            lines[row - 1] = lines[row - 1][:column] + "\n"
    return "".join(lines).strip()[1:-1]
