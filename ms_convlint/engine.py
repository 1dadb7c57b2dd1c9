"""The whole flow on one page: source → facts → rules → findings."""

from __future__ import annotations

import gc
import importlib
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from ms_convlint.facts.weights.signs import may_drop_result, may_hold_torch_weights
from ms_convlint.finding import Applicability, Finding, Fix, Position
from ms_convlint.settings import Settings, SettingsError, TorchSemantics, comment_settings
from ms_convlint.source import Source, SourceError
from ms_convlint.wording import said

if TYPE_CHECKING:
    from astroid import nodes

    from ms_convlint.description import CallDescription
    from ms_convlint.facts.file_facts import FileFacts
    from ms_convlint.rules.case import Case

_WATCHED = re.compile(r"Conv[123]d|conv[123]d|Conv2D")

CALL_RULES = ("101", "102", "103", "104", "105", "106", "108", "201", "202", "203", "401", "402", "403")
"""The rules that judge one call; MSC107 judges what stands before it, MSC301 to 304 where weights arrive."""


def may_hold_findings(text: str) -> bool:
    """A look at the text: whether parsing it could be worth while, for its convolutions or its weights."""
    if "mindspore" not in text:
        return False
    return _WATCHED.search(text) is not None or may_hold_torch_weights(text) or may_drop_result(text)


def check(
    source: Source,
    settings: Settings,
    *,
    astroid_module: Callable[[], nodes.Module] | None = None,
    rewritten: frozenset[Position] = frozenset(),
) -> list[Finding]:
    """All findings of one file in the order in which hosts print them.

    ``settings`` are those that hold for this file (its pyproject.toml and the host's options applied); the
    comment in the file (``# ms-convlint: torch-semantics=…``) is read here. ``select`` and ``ignore`` are not
    applied here, they are the command's own. ``astroid_module`` gives astroid's tree where the host has one.
    ``rewritten`` are the callees of calls that fixes have only just rewritten: they tell nothing of their author.

    Raises:
        SourceError: the text cannot be parsed. A text with neither a convolution of MindSpore's nor weights of
            torch's on their way is not parsed at all.
        SettingsError: the comment in the file says something wrong.
    """
    if not may_hold_findings(source.text):
        return []
    settings = comment_settings(source.text, settings, source.path)
    from ms_convlint.facts.file_facts import FileFacts

    facts = FileFacts(source, settings.mindspore_version, astroid_module, rewritten)
    with _no_garbage_collection():
        try:
            findings = [*_of_calls(facts, settings.torch_semantics), *_of_pads(facts)]
            findings += _of_weights(facts, settings.torch_semantics)
        finally:
            facts.release()
    return sorted(set(findings), key=lambda finding: finding.sort_key)


def describe(source: Source, settings: Settings, position: Position) -> CallDescription | None:
    """What the innermost convolution's call around a place is bound to, and what torch calls the same.

    None where there is no such call, and where the text cannot be parsed. ``settings`` are those of ``check``.
    """
    if "mindspore" not in source.text or _WATCHED.search(source.text) is None:
        return None
    with suppress(SettingsError):
        settings = comment_settings(source.text, settings, source.path)
    from ms_convlint.describing import describe_at
    from ms_convlint.facts.file_facts import FileFacts

    facts = FileFacts(source, settings.mindspore_version)
    with _no_garbage_collection(), suppress(SourceError):
        try:
            return describe_at(facts, position, settings.torch_semantics)
        finally:
            facts.release()
    return None


@contextmanager
def _no_garbage_collection() -> Iterator[None]:
    """Keep the collector from walking trees that all live, and in pylint everything that it holds besides."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def _of_calls(facts: FileFacts, semantics: TorchSemantics) -> Iterator[Finding]:
    if _WATCHED.search(facts.source.text) is None:
        return
    from ms_convlint.rules.case import Case

    for readings in facts.convolutions:
        yield from _agreed([_judge(Case(reading, semantics, facts.peers)) for reading in readings])


def _judge(case: Case) -> list[Finding]:
    found = [finding for check_call in _call_rules() for finding in check_call(case)]
    if case.semantics is TorchSemantics.NEVER:
        return [finding for finding in found if finding.certain]
    return found


def _agreed(judgements: list[list[Finding]]) -> Iterator[Finding]:
    """Where a call may be one of several callables, what holds for each."""
    first, *others = judgements
    for finding in first:
        same = [next((other for other in judgement if other.code == finding.code), None) for judgement in others]
        if None in same:
            continue
        if any(other is not None and other.fix != finding.fix for other in same):
            several = said("the call may be one of several: they differ")
            finding = replace(finding, fix=Fix(Applicability.DISPLAY, several))
        yield finding


def _of_pads(facts: FileFacts) -> Iterator[Finding]:
    if _WATCHED.search(facts.source.text) is None:
        return
    for padding in facts.channel_paddings:
        yield importlib.import_module("ms_convlint.rules.msc107").check(padding)


def _of_weights(facts: FileFacts, semantics: TorchSemantics) -> Iterator[Finding]:
    """What the rules about torch weights on their way into Conv1d say."""
    is_port = semantics is TorchSemantics.ALWAYS
    if not may_hold_torch_weights(facts.source.text) and not (is_port and may_drop_result(facts.source.text)):
        return
    from ms_convlint.facts.weights import misfits
    from ms_convlint.facts.weights.following import Following
    from ms_convlint.rules import msc301, msc302, msc303, msc304

    following = Following(facts, is_port=is_port)
    try:
        found = [
            *map(msc301.check, misfits.misfits(following)),
            *map(msc302.check, misfits.wrong_expansions(following)),
            *map(msc303.check, misfits.initial_expansions(following)),
            *(msc304.check(dropped, semantics) for dropped in misfits.dropped_results(following)),
        ]
    finally:
        following.release()
    for finding in found:
        if finding is not None and (finding.certain or semantics is not TorchSemantics.NEVER):
            yield finding


@cache
def _call_rules() -> list[Callable[[Case], Iterator[Finding]]]:
    return [importlib.import_module(f"ms_convlint.rules.msc{number}").check for number in CALL_RULES]
