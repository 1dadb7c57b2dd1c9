"""Some thousand calls of torch's with nothing but the prefix changed: what MindSpore makes of them, and of their fixes.

Each lands in one category; one that lands in none is left unexplained, a failure.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from ms_convlint.rules.registry import RULES

from .frameworks import torch
from .outcomes import Outcome
from .sweep_by_hand import ByHand, follow
from .sweep_calls import FUNCTIONS, LAYERS, Call, Drawing, passed_over
from .sweep_product import Checked, check_modules
from .sweep_runs import Original, original, outcome

CALLS = {**dict.fromkeys(LAYERS, 600), **dict.fromkeys(FUNCTIONS, 150)}
"""How many calls are swept of each callable."""
SEED = 20
HARMED = "harmed"
"""What ran is changed, or what raised runs and differs."""
_OTHER_NUMBERS = "the same shape, other numbers"
_CERTAIN = {rule.code for rule in RULES if rule.certain}


@dataclass(frozen=True)
class Swept:
    """One call, what is said of it and what it comes to: as it stands, after the safe fixes, after all fixes."""

    call: Call
    checked: Checked
    today: Outcome
    safely_fixed: Outcome
    safely_fixed_in_auto: Outcome
    fixed: Outcome
    by_hand: ByHand | None

    @property
    def category(self) -> str | None:
        """How the call comes to compute what torch does, or what the linter says of why not; None: it does not."""
        if not self.checked.findings:
            return "nothing said, equal as it stands" if self.today.equal else None
        if self.checked.fixed != self.checked.text:
            safe = self.checked.fixed == self.checked.safely_fixed
            return f"equal after {'safe fixes' if safe else '--unsafe-fixes'}" if self.fixed.equal else None
        if self.by_hand is None or not self.followed:
            return None
        return f"no fix: {self.by_hand.reason}"

    @property
    def followed(self) -> bool:
        """Whether what the linter tells one to write, if it does, is right."""
        return self.by_hand is not None and (self.by_hand.outcome is None or self.by_hand.outcome.equal)

    @property
    def after_safe_fixes(self) -> str:
        """What the safe fixes alone do to the call where the linter is told that it is a port."""
        return self._safe(self.checked.safely_fixed, self.safely_fixed)

    @property
    def after_safe_fixes_in_auto(self) -> str:
        """What they do where it is told nothing."""
        return self._safe(self.checked.safely_fixed_in_auto, self.safely_fixed_in_auto)

    def _safe(self, text: str, came: Outcome) -> str:
        if text == self.checked.text:
            return "left as it was"
        if self.today.error is None:
            return HARMED
        return "raises still" if came.error is not None else "equal" if came.equal else HARMED

    def __str__(self) -> str:
        lines = [f"{self.call.torch_text} ({', '.join(sorted(self.checked.codes)) or 'nothing said'})"]
        lines.append(f"as it stands: {self.today}")
        if self.checked.fixed != self.checked.text:
            lines.append(f"fixed: {self.checked.fixed.splitlines()[-1].strip()}: {self.fixed}")
        lines += [f"by hand: {reason}" for reason in sorted(self.checked.reasons)]
        if self.by_hand is not None and self.by_hand.outcome is not None:
            lines.append(f"done by hand: {self.by_hand.outcome}")
        return "\n    ".join(lines)


@dataclass
class Sweep:
    """All calls, and how many were drawn for them."""

    swept: list[Swept] = field(default_factory=list)
    generated: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)
    """By torch."""
    passed_over: Counter[str] = field(default_factory=Counter)
    """For reasons that lie with neither the linter nor the call."""

    @property
    def unexplained(self) -> list[Swept]:
        return [each for each in self.swept if each.category is None]

    def certain(self) -> list[Swept]:
        """The calls of which a certain rule says something."""
        return [each for each in self.swept if each.checked.codes & _CERTAIN]


def sweep(calls: dict[str, int], seed: int) -> Sweep:
    """Draw so many calls of each callable, check and fix them together, run each."""
    result = Sweep()
    with _one_thread(), TemporaryDirectory() as folder:
        drawn = [call for name, number in calls.items() for call in _accepted(name, number, seed, result)]
        checked = check_modules([call.module for call in drawn], Path(folder))
        result.swept = [_run(call, module, seed) for call, module in zip(drawn, checked, strict=True)]
    return result


@contextmanager
def _one_thread() -> Iterator[None]:
    """Keep torch from starting threads: for convolutions as small as these they cost more than they save."""
    threads = torch().get_num_threads()
    torch().set_num_threads(1)
    try:
        yield
    finally:
        torch().set_num_threads(threads)


def _accepted(name: str, number: int, seed: int, result: Sweep) -> Iterator[Call]:
    """Yield calls that torch makes and runs."""
    drawing = Drawing(name, seed)
    while number:
        call = drawing.call()
        result.generated[name] += 1
        if not _torch_takes(call, seed):
            result.refused[name] += 1
        elif reason := passed_over(call):
            result.passed_over[reason] += 1
        else:
            drawing.next_form()
            number -= 1
            yield call


def _torch_takes(call: Call, seed: int) -> bool:
    try:
        original(call, seed)
    except Exception:  # torch has many ways to refuse
        return False
    return True


def _run(call: Call, checked: Checked, seed: int) -> Swept:
    beside = original(call, seed)
    outcomes = {text: outcome(text, beside) for text in checked.versions}
    return Swept(
        call=call,
        checked=checked,
        today=outcomes[checked.text],
        safely_fixed=outcomes[checked.safely_fixed],
        safely_fixed_in_auto=outcomes[checked.safely_fixed_in_auto],
        fixed=outcomes[checked.fixed],
        by_hand=_done_by_hand(call, checked, beside),
    )


def _done_by_hand(call: Call, checked: Checked, beside: Original) -> ByHand | None:
    if checked.fixed != checked.text or len(checked.reasons) != 1:
        return None
    (reason,) = checked.reasons
    return follow(call, reason, beside)


def measure() -> dict[str, Any]:
    """The totals of the whole sweep."""
    return totals(sweep(CALLS, SEED))


def totals(result: Sweep) -> dict[str, Any]:
    """How many calls of each callable were drawn, refused by torch, and came to what."""
    every = [each.category or "unexplained" for each in result.swept]
    by_callable: dict[str, list[str]] = {}
    for each, category in zip(result.swept, every, strict=True):
        by_callable.setdefault(each.call.name, []).append(category)
    return {
        "seed": SEED,
        "calls": len(result.swept),
        "generated": result.generated.total(),
        "refused by torch": result.refused.total(),
        "passed over": dict(sorted(result.passed_over.items())),
        "categories": _counted(every),
        "categories, by callable": {name: _counted(found) for name, found in by_callable.items()},
        "after safe fixes": _counted(each.after_safe_fixes for each in result.swept),
        "after safe fixes, in auto": _counted(each.after_safe_fixes_in_auto for each in result.swept),
        "reported, as they stand": dict(_as_they_stand(result)),
    }


def _counted(found: Iterable[str]) -> dict[str, int]:
    return dict(sorted(Counter(found).items()))


def _as_they_stand(result: Sweep) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield for each code what the calls that it is said of do before they are fixed."""
    for code in sorted({code for each in result.swept for code in each.checked.codes}):
        outcomes = [each.today for each in result.swept if code in each.checked.codes]
        facts: dict[str, Any] = {"calls": len(outcomes), **_counted(map(_kind, outcomes))}
        if _OTHER_NUMBERS in facts:
            facts["largest difference"] = float(f"{max(came.difference or 0.0 for came in outcomes):.2g}")
        yield code, facts


def _kind(came: Outcome) -> str:
    if came.error is not None:
        return f"raises {came.error}"
    if came.shapes is not None:
        return "another shape"
    return "equal" if came.equal else _OTHER_NUMBERS
