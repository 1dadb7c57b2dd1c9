"""Every fixture of the constructor rules beside the torch code that it was ported from: what was measured.

A row is one call that the linter reports: what it comes to as it stands, after the linter's fix, and after each of the
alternatives, on the real frameworks.
"""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from marks import FIXTURES, find, read

from ms_convlint.edits import apply_edits, apply_fixes
from ms_convlint.finding import Finding, Fix

from .invocations import Invocation, by_scope, mindspore_invocations, torch_invocations
from .outcomes import Outcome
from .pairs import Pair, Unchanged, with_arguments

CODES = tuple(f"MSC{number}" for number in (101, 102, 103, 104, 105, 106, 108, 201, 202, 203, 401, 402, 403))
"""The rules about calls of convolutions; MSC107 is about the layer before one (channel_pads.py)."""
_FOLDERS = (*((code, "bad*.py") for code in CODES), ("seeds", "*careless.py"))
PORTS = sorted(path for folder, name in _FOLDERS for path in (FIXTURES / folder).glob(name) if path.suffixes == [".py"])


@dataclass
class Row:
    """One reported call, and what was measured of it."""

    fixture: str
    call: str
    codes: tuple[str, ...]
    fix: str
    """The fix's applicability, ``none`` where there is none."""
    after: str
    """The call after the fix, or what is said instead."""
    alternatives: tuple[str, ...] = ()
    """What is offered beside the fix: labels and calls."""
    runs: list[dict[str, Any]] = field(default_factory=list)
    """The outcomes, once for each of the values that change them."""

    def recorded(self) -> dict[str, Any]:
        """The row as it is kept."""
        told = {"fixture": self.fixture, "call": self.call, "codes": list(self.codes), "fix": self.fix}
        return {**told, "after": self.after, "alternatives": list(self.alternatives), "runs": self.runs}


def findings_by_place(path: Path) -> dict[tuple[int, int], list[Finding]]:
    """What the linter says of each call of a fixture, in the order of the text."""
    found: dict[tuple[int, int], list[Finding]] = {}
    for finding in find(read(path), path):
        if finding.code in CODES:
            found.setdefault((finding.start.line, finding.start.column), []).append(finding)
    return found


def rows_of(path: Path) -> dict[tuple[int, int], Row]:
    """The rows of a fixture by place, nothing measured yet: what can be told without the frameworks."""
    texts = calls_by_place(read(path))
    return {place: _row(path, texts[place], findings) for place, findings in findings_by_place(path).items()}


def _row(path: Path, call: str, findings: list[Finding]) -> Row:
    fixes = {finding.fix for finding in findings if finding.fix is not None}
    applied = sorted({fix.applicability.value for fix in fixes})
    said = sorted(fix.message for fix in fixes)
    return Row(
        fixture=path.relative_to(FIXTURES).as_posix(),
        call=call,
        codes=tuple(finding.code for finding in findings),
        fix=" and ".join(applied) or "none",
        after="; ".join(said),
        alternatives=tuple(alternative.message for finding in findings for alternative in finding.alternatives),
    )


def calls_by_place(text: str) -> dict[tuple[int, int], str]:
    """Each call's text on one line, by the place of its callee."""
    lines = text.splitlines()
    found = {}
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Call):
            column = len(lines[node.func.lineno - 1].encode()[: node.func.col_offset].decode())
            found.setdefault((node.func.lineno, column), ast.unparse(node))  # a call before the callee of it
    return found


def measured_rows(path: Path) -> list[Row]:
    """The rows of a fixture, measured: each call as it stands, fixed, and with each alternative."""
    text, rows, findings = read(path), rows_of(path), findings_by_place(path)
    originals = torch_invocations(read(path.with_suffix(".torch.py")), path)
    ported = mindspore_invocations(text, path)
    fixed = mindspore_invocations(apply_fixes(text, find(text, path), unsafe=True), path)
    for place, row in rows.items():
        seen: set[str] = set()
        for port, mended, original in zip(ported, fixed, originals, strict=True):
            site = _Site(path, findings[place], *_beside(place, port, mended, original))
            if (arguments := site.arguments) not in seen:
                seen.add(arguments)
                row.runs.append(site.measured(row.fix))
        row.runs = [run for number, run in enumerate(row.runs) if run not in row.runs[:number]]
    return list(rows.values())


def _beside(
    place: tuple[int, int], port: list[Invocation], mended: list[Invocation], original: list[Invocation]
) -> tuple[Invocation, Invocation, Invocation, int]:
    """The call at a place, the same call fixed, torch's, and its number in its scope."""
    ours, theirs, after = by_scope(port), by_scope(original), by_scope(mended)
    for scope, invocations in ours.items():
        for number, invocation in enumerate(invocations):
            if (invocation.place.line, invocation.place.column) == place:
                assert len(invocations) == len(theirs[scope]) == len(after[scope]), f"{scope} has other calls"
                return invocation, after[scope][number], theirs[scope][number], number
    raise AssertionError(f"the call at {place} is never reached")


@dataclass
class _Site:
    """One call of a fixture with one set of values."""

    path: Path
    findings: list[Finding]
    port: Invocation
    fixed: Invocation
    original: Invocation
    number: int

    @property
    def arguments(self) -> str:
        """What the frameworks are called with, torch's tensors aside."""
        return repr(
            [(call.callee, _plain(call.positional), _plain(call.keywords)) for call in (self.port, self.original)]
        )

    def measured(self, applicability: str) -> dict[str, Any]:
        """The outcomes as they are recorded."""
        found: dict[str, Any] = {"torch": _shown(self.original), **_recorded(Pair(self.port, self.original).outcomes())}
        if applicability in ("safe", "unsafe"):
            after = Pair(self.fixed, self.original).outcomes()
            found["fixed"] = "equal" if all(outcome.equal for outcome in after.values()) else _recorded(after)
        alternatives = {
            alternative.message: self._alternative(alternative)
            for finding in self.findings
            for alternative in finding.alternatives
        }
        return {**found, **({"alternatives": alternatives} if alternatives else {})}

    def _alternative(self, alternative: Fix) -> str:
        """``"as it says"`` where an alternative does what its label says, else what it does."""
        chosen = self._chosen(alternative)
        label = alternative.message.partition(":")[0]
        if label == "keep today's behaviour":
            return "as it says" if Unchanged(self.port, chosen).holds else "something changes"
        outcomes = Pair(chosen, with_arguments(self.original, **self._meant(label, chosen))).outcomes()
        equal = all(outcome.equal for outcome in outcomes.values())
        return "as it says" if equal else str(_recorded(outcomes))

    def _chosen(self, alternative: Fix) -> Invocation:
        """The call after an alternative, and after the safe fixes where it raises for another reason."""
        text = apply_edits(read(self.path), alternative.edits)
        text = apply_fixes(text, find(text, self.path))
        for invocations in mindspore_invocations(text, self.path):
            candidate = by_scope(invocations)[self.port.place.scope][self.number]
            if _same_values(candidate, self.port):
                return candidate
        raise AssertionError("the alternative is never reached")

    def _meant(self, label: str, chosen: Invocation) -> dict[str, Any]:
        """torch's arguments that a label names; what it does not name is as the call has it."""
        if label == "a bias is meant":
            return {"bias": True}
        if label == "no bias is meant":
            return {"bias": False}
        meant: dict[str, Any] = {"bias": chosen.make().has_bias}
        if label == "torch had no padding" or label.endswith('"valid" was meant'):
            return {**meant, "padding": 0}
        if label.endswith('"same" was meant'):
            return {**meant, "padding": "same"}
        stated = re.fullmatch(r"torch had padding=(.+)", label)
        assert stated, f"nothing says how to hold {label!r} against torch"
        return {**meant, "padding": ast.literal_eval(stated[1])}


def _same_values(first: Invocation, second: Invocation) -> bool:
    """Whether two calls were run with the same values: their channels tell."""
    return _plain(first.positional[:3]) == _plain(second.positional[:3])


def _plain(value: Any) -> Any:
    """Arguments without the tensors among them, which are given later."""
    if isinstance(value, tuple):
        return tuple(_plain(item) for item in value)
    if isinstance(value, dict):
        return {name: _plain(item) for name, item in value.items()}
    return value if isinstance(value, (int, str, float, list, type(None))) else type(value).__name__


def _shown(original: Invocation) -> str:
    """torch's call on one line, as it was run."""
    names = ("x", "weight", "bias")
    function = not isinstance(original.callee, type)
    written = [
        names[index] if function and index < len(names) and _plain(value) != value else repr(value)
        for index, value in enumerate(original.positional)
    ]
    written += [
        f"{name}={value!r}" if _plain(value) == value else f"{name}={name}" for name, value in original.keywords.items()
    ]
    before = f"{original.pad} before " if original.pad is not None else ""
    return f"{before}{'F' if function else 'nn'}.{original.callee.__name__}({', '.join(written)})"


def _recorded(outcomes: dict[str, Outcome]) -> dict[str, Any]:
    """Outcomes as they are kept, by the sizes' parity."""
    return {parity: kept_outcome(outcome) for parity, outcome in outcomes.items()}


def kept_outcome(outcome: Outcome) -> Any:
    """One outcome as it is kept: an error's type, both shapes, or how far the numbers are from torch's."""
    if outcome.error is not None:
        return {"raises": outcome.error}
    if outcome.shapes is not None:
        return {"shape": list(outcome.shapes[0]), "of torch": list(outcome.shapes[1])}
    return "equal" if outcome.equal else {"difference": float(f"{outcome.difference:.2g}")}


def measure() -> list[dict[str, Any]]:
    """Every row of every fixture, as it is recorded."""
    return [row.recorded() for path in PORTS for row in measured_rows(path)]


def every_row() -> list[Row]:
    """The rows of all fixtures, nothing measured."""
    return [row for path in PORTS for row in rows_of(path).values()]
