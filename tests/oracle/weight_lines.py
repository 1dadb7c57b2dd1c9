"""What a message shows and the product does not write, put into the program as a reader of the message would."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable

from ms_convlint.finding import Finding


class UnplacedError(Exception):
    """A message does not say where its lines belong in a form that is known here."""


def with_lines(text: str, finding: Finding) -> str:
    """The program after doing by hand what the finding's message says."""
    assert finding.fix is not None
    message = finding.fix.message
    for beginning, place in _PLACES.items():
        if found := re.match(beginning, message):
            return place(text, finding, found)
    raise UnplacedError(message)


def _before(text: str, finding: Finding, found: re.Match[str]) -> str:
    """The lines come before the one that hands the weight over, which hands over ``value`` from then on."""
    shown = found[1]
    lines = text.split("\n")
    number = finding.start.line - 1
    converted = re.fullmatch(r"value = (.*)", shown.split("\n")[0])
    assert converted is not None
    assert converted[1] in lines[number]
    lines[number] = lines[number].replace(converted[1], "value")
    return _inserted(lines, number, shown)


def _in_loop(text: str, finding: Finding, found: re.Match[str]) -> str:
    """The lines come first in the body of the loop."""
    lines = text.split("\n")
    number = int(found[1])
    return _inserted(lines, number, found[2])


def _in_comprehension(text: str, finding: Finding, found: re.Match[str]) -> str:
    """The comprehension is made a loop, and the lines come first in its body."""
    tree = ast.parse(text)
    for statement in tree.body:
        if statement.lineno <= int(found[1]) <= (statement.end_lineno or 0):
            made = _as_loop(statement, found[2])
            lines = text.split("\n")
            return "\n".join([*lines[: statement.lineno - 1], made, *lines[statement.end_lineno :]])
    raise UnplacedError(found[0])


def _as_loop(statement: ast.stmt, shown: str) -> str:
    """A statement with one comprehension, written as a loop that collects, and the statement behind it."""
    comprehension = next(node for node in ast.walk(statement) if isinstance(node, (ast.DictComp, ast.ListComp)))
    (generator,) = comprehension.generators
    header = f"for {ast.unparse(generator.target).strip('()')} in {ast.unparse(generator.iter)}:"
    if isinstance(comprehension, ast.DictComp):
        empty, put = "{}", f"collected[{ast.unparse(comprehension.key)}] = {ast.unparse(comprehension.value)}"
    else:
        empty, put = "[]", f"collected.append({ast.unparse(comprehension.elt)})"
    body = "\n".join(f"    {line}" for line in [*shown.split("\n"), put])
    rest = ast.unparse(statement).replace(ast.unparse(comprehension), "collected")
    return f"collected = {empty}\n{header}\n{body}\n{rest}"


def _where_made(text: str, finding: Finding, found: re.Match[str]) -> str:
    """The one value that is read from torch's dictionary is expanded there."""
    made = re.search(r"state_dict\[[^]]*weight\"\]\.numpy\(\)", text)
    assert made is not None
    return text.replace(made[0], re.sub(r"\bweight\b", lambda _: made[0], found[1], count=1))


def _where_converted(text: str, finding: Finding, found: re.Match[str]) -> str:
    """Nothing converts the values yet: a loop over torch's dictionary does, right after it is loaded."""
    lines = text.split("\n")
    number = next(number for number, line in enumerate(lines) if line.startswith("state_dict = "))
    body = "\n".join(f"    {line}" for line in [*found[1].split("\n"), "state_dict[name] = value"])
    return _inserted(lines, number + 1, f"for name, value in list(state_dict.items()):\n{body}")


def _other_expansion(text: str, finding: Finding, found: re.Match[str]) -> str:
    """What is shown stands instead of the reshape."""
    kept = found[1].removesuffix("[:, :, None]")
    changed = re.sub(re.escape(kept) + r"\.reshape\([^()]*\)", lambda _: found[1], text)
    assert changed != text
    return changed


def _instead(text: str, finding: Finding, found: re.Match[str]) -> str:
    """What is shown stands instead of the call."""
    lines = text.split("\n")
    indent = " " * (len(lines[finding.start.line - 1]) - len(lines[finding.start.line - 1].lstrip()))
    del lines[finding.start.line - 1]
    return _inserted(lines, finding.start.line - 1, found[1], indent)


def _inserted(lines: list[str], number: int, shown: str, indent: str | None = None) -> str:
    """Lines put before one of the program's, as deep as that."""
    if indent is None:
        indent = " " * (len(lines[number]) - len(lines[number].lstrip()))
    return "\n".join([*lines[:number], *(f"{indent}{line}" for line in shown.split("\n")), *lines[number:]])


_PLACES: dict[str, Callable[[str, Finding, re.Match[str]], str]] = {
    r"add before this line, and hand over value:\n((?s:.+))": _before,
    r"add to the loop of line (\d+), before the weight is converted:\n((?s:.+))": _in_loop,
    r"add to the comprehension of line (\d+), made a loop, before the weight is put in:\n((?s:.+))": _in_comprehension,
    r"add axis 2 where this weight is made: (.+), or ": _where_made,
    r"add where the weights are converted, name and value standing .+:\n((?s:.+))": _where_converted,
    r"write (.+) for this weight$": _other_expansion,
    r"write instead:\n((?s:.+))": _instead,
}
"""How a message begins, and what its reader does."""
