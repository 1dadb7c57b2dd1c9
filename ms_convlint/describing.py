"""The description of one call: its facts, what the rules make of it, and its equivalent in torch."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import replace

from ms_convlint.description import CallDescription, FixedCall
from ms_convlint.edits import apply_edits
from ms_convlint.facts.convolutions import Convolution
from ms_convlint.facts.file_facts import FileFacts
from ms_convlint.facts.scopes import Scope
from ms_convlint.finding import Applicability, Position
from ms_convlint.rules.case import Case
from ms_convlint.settings import TorchSemantics
from ms_convlint.source import Source
from ms_convlint.translation.bound_parameters import bound_parameters, cannot_be_bound
from ms_convlint.translation.torch_equivalent import torch_equivalent

Readings = tuple[Convolution, ...]
"""One call, read once for each callable that it may be."""


def describe_at(facts: FileFacts, position: Position, semantics: TorchSemantics) -> CallDescription | None:
    """Describe the innermost call around a place.

    Raises:
        SourceError: the text cannot be parsed.
    """
    readings = _innermost(facts, position)
    if readings is None:
        return None
    call = readings[0]
    cases = [Case(reading, semantics, facts.peers) for reading in readings]
    running = [case.call for case in cases if not _raises(case)]
    return CallDescription(
        callables=tuple(reading.signature.name for reading in readings),
        start=call.call_start,
        end=call.call_end,
        initialized_class=_initialized_class(call),
        is_default=call.is_default_callee,
        parameters=bound_parameters(running[0] if running else call, raises=not running),
        raises=not running,
        equivalent=torch_equivalent(running, of_several=len(readings) > 1) if running else None,
        fixed=_fixed(facts, cases[0]) if not running and len(cases) == 1 else None,
    )


def _raises(case: Case) -> bool:
    return case.raises or cannot_be_bound(case.call)


def _innermost(facts: FileFacts, position: Position) -> Readings | None:
    """The innermost convolution around a place; of the others nothing is read."""
    facts.scopes = replace(facts.scopes, calls=[*_calls_around(facts, position)])
    return max(facts.convolutions, key=lambda readings: readings[0].call_start, default=None)


def _calls_around(facts: FileFacts, position: Position) -> Iterator[tuple[ast.Call, Scope]]:
    for node, scope in facts.scopes.calls:
        on_its_lines = node.lineno <= position.line <= (node.end_lineno or 0)
        if on_its_lines and facts.source.start(node) <= position < facts.source.end(node):
            yield node, scope


def _initialized_class(call: Convolution) -> str:
    scope = call.scope.enclosing_class
    return str(getattr(scope.node, "name", "")) if call.is_base_initializer and scope is not None else ""


def _fixed(facts: FileFacts, case: Case) -> FixedCall | None:
    """The call after its fix, read once more; None where the fix is none that can be applied, or mends too little."""
    fix = case.translation
    if fix.applicability is not Applicability.SAFE or not fix.edits:
        return None
    source = Source(facts.source.path, apply_edits(facts.source.text, fix.edits))
    fixed = FileFacts(source, facts.mindspore_version)
    try:
        readings = _innermost(fixed, case.call.call_start)
        if readings is None or _raises(Case(readings[0], case.semantics, fixed.peers)):
            return None
        return FixedCall(fix.message, torch_equivalent(readings, of_several=False))
    finally:
        fixed.release()
