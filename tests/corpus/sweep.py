"""One pass of the linter over all the packages: what it finds, and what its fixes do to each file."""

from __future__ import annotations

import ast
import hashlib
import signal
import traceback
from collections import Counter
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import Any

from ms_convlint.edits import applicable_fixes, apply_fixes
from ms_convlint.engine import check
from ms_convlint.finding import UNREADABLE, Edit, Finding
from ms_convlint.settings import Settings, TorchSemantics
from ms_convlint.source import Source, SourceError, decode

from .packages import CorpusFile, pinned, python_files
from .rewriting import replaced

RECORD = Path(__file__).with_name("counts.json")
MODES = (TorchSemantics.AUTO, TorchSemantics.ALWAYS)
TIME_LIMIT = 60
"""Seconds for one file with all its fixes, a hundred times what the slowest takes: longer is a hang."""


@dataclass
class FileResult:
    """What one file gave: the findings of each code by mode, and every promise that was broken."""

    name: str
    counts: dict[str, Counter[str]] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)
    original: bytes = b""
    fixed: bytes | None = None
    """The file with its fixes for ``auto`` applied, safe and unsafe; None where there are none."""


def sweep_file(file: CorpusFile) -> FileResult:
    """Check and fix one file in memory."""
    result = FileResult(file.name)
    signal.signal(signal.SIGALRM, _too_long)
    signal.alarm(TIME_LIMIT)
    try:
        text, encoding = decode(file.data)
        source = Source(file.name, text)
        for mode in MODES:
            settings = Settings(torch_semantics=mode)
            findings = check(source, settings)
            result.counts[mode.value] = Counter(finding.code for finding in findings)
            for unsafe in (False, True):
                fixed = apply_fixes(text, findings, unsafe=unsafe)
                if fixed != text:
                    how = f"torch-semantics={mode.value}, {'unsafe' if unsafe else 'safe'} fixes"
                    broken = _broken_promises(source, findings, fixed, settings, unsafe)
                    result.problems += [f"{file.name}: {how}: {problem}" for problem in broken]
                    if unsafe and mode is TorchSemantics.AUTO:
                        result.original, result.fixed = file.data, fixed.encode(encoding)
    except SourceError:
        result.counts = {mode.value: Counter({UNREADABLE: 1}) for mode in MODES}
    except BaseException:  # whatever it is, a hang included, the other files are swept still
        result.problems.append(f"{file.name}: {traceback.format_exc(limit=-3)}")
    finally:
        signal.alarm(0)
    return result


def _too_long(signum: int, frame: FrameType | None) -> None:
    raise TimeoutError(f"took more than {TIME_LIMIT} s")


def _broken_promises(
    source: Source, findings: list[Finding], fixed: str, settings: Settings, unsafe: bool
) -> Iterator[str]:
    """What a fix may not do: break the syntax, leave work for a second run, touch what is not its call."""
    try:
        ast.parse(fixed)
    except (SyntaxError, ValueError) as error:
        yield f"does not parse any more: {error}"
        return
    again = apply_fixes(fixed, check(Source(source.path, fixed), settings), unsafe=unsafe)
    if again != fixed:
        changed = zip(fixed.splitlines(), again.splitlines(), strict=False)
        line = next((f"{one!r} → {two!r}" for one, two in changed if one != two), "")
        yield f"a second run changes it again: {line}"
    edits = [edit for fix in applicable_fixes(findings, unsafe=unsafe) for edit in fix.edits]
    if replaced(source.text, [_offsets(source, edit) for edit in edits]) != fixed:
        yield "the text differs from the original by more than the edits say"
    extents = list(_extents(source, findings))
    for edit in edits:
        start, end, _ = _offsets(source, edit)
        if not any(first <= start and end <= last for first, last in extents):
            yield f"line {edit.start.line}: the edit {edit.content!r} lies outside every call with a finding"


def _extents(source: Source, findings: list[Finding]) -> Iterator[tuple[int, int]]:
    """From and to of every call that a finding is anchored on, as indices into the text."""
    anchors = {source.offset(finding.start) for finding in findings}
    # The channels of the convolution behind a pad layer belong to the same fix.
    behind_pads = any(finding.code == "MSC107" for finding in findings)
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Call):
            callee = range(source.offset(source.start(node.func)), source.offset(source.end(node.func)))
            is_conv = "Conv" in ast.unparse(node.func)
            if any(anchor in callee for anchor in anchors) or (behind_pads and is_conv):
                yield source.offset(source.start(node)), source.offset(source.end(node))


def _offsets(source: Source, edit: Edit) -> tuple[int, int, str]:
    return source.offset(edit.start), source.offset(edit.end), edit.content


@dataclass
class Sweep:
    """The whole pass."""

    counts: dict[str, Any]
    problems: list[str]
    fixed: list[FileResult]


def sweep(processes: int = 2) -> Sweep:
    """Every file of every package; one that several packages hold is swept once and counted in each."""
    by_digest: dict[bytes, CorpusFile] = {}
    digests: list[tuple[str, bytes]] = []
    for package in pinned():
        for file in python_files(package):
            digest = hashlib.sha256(file.data).digest()
            by_digest.setdefault(digest, file)
            digests.append((package.folder, digest))
    with ProcessPoolExecutor(processes) as pool:
        swept = pool.map(sweep_file, by_digest.values(), chunksize=32)
        results = dict(zip(by_digest, swept, strict=True))
    return Sweep(
        _counts((package, results[digest]) for package, digest in digests),
        [problem for result in results.values() for problem in result.problems],
        [result for result in results.values() if result.fixed is not None],
    )


def _counts(results: Iterable[tuple[str, FileResult]]) -> dict[str, Any]:
    record: dict[str, dict[str, Any]] = {}
    for package, result in results:
        row = record.setdefault(package, {"files": 0, **{mode.value: Counter() for mode in MODES}})
        row["files"] += 1
        for mode, counts in result.counts.items():
            row[mode].update(counts)
    for row in record.values():
        for mode in MODES:
            row[mode.value] = dict(sorted(row[mode.value].items()))
    return record
