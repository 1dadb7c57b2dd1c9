"""Some thousand calls as they are written for MindSpore, right and wrong: what is said of them, and what they do.

Of a call that raises, ignores an argument or gives other numbers than torch's output_padding something certain is
said, and of no other; a safe fix makes of what raises what was meant, and leaves what runs as it is.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from .outcomes import Outcome
from .own_calls_drawing import ORDERS, OwnCall, drawn
from .own_calls_meant import meant
from .own_calls_product import Judged, judge
from .own_calls_runs import Ran, differs_from_torch, ignores_bias_init, run

SEED = 7
CALLS = {
    **dict.fromkeys(ORDERS, 300),
    "Conv2d": 500,
    "Conv1d": 400,
    "Conv2dTranspose": 500,
    "conv1d": 200,
    "conv3d": 200,
    "Conv2D": 250,
}
"""How many calls are drawn of each callable."""
SEMANTICS = ("auto", "never")
FALSE, MISSED, HARMED = "something, though it runs", "nothing, though it fails", "another output than before"
LEFT, AS_MEANT = "left as it was", "runs, as meant"
RAISES, NOT_CLEAN = "raises still", "runs, and something certain is said of it"
NOT_MEANT, UNCLEAR = "runs, not as meant", "runs, and nobody can tell what was meant"
CAUSES = {
    "must be in range of [0, ": "output_padding as large as the stride",
    "multiple values for argument": "an argument by position and by keyword",
}
"""By words of MindSpore's message."""


@dataclass(frozen=True)
class Own:
    """A call, what is said of it in ``auto`` and in ``never``, and what it and its fixed versions do."""

    call: OwnCall
    judged: dict[str, Judged]

    @cached_property
    def _runs(self) -> dict[str, Ran]:
        return {}

    def run(self, text: str) -> Ran:
        """What a version of the call comes to; each text is run once."""
        if text not in self._runs:
            self._runs[text] = run(self.call, text, SEED)
        return self._runs[text]

    @property
    def today(self) -> Ran:
        return self.run(self.call.module)

    @cached_property
    def fails(self) -> str:
        """How the call fails as it stands: it raises, it ignores, it differs; nothing where it does not."""
        if self.today.raises:
            return "raises"
        if ignores_bias_init(self.call, self.today):
            return "ignores bias_init"
        return "differs from torch" if differs_from_torch(self.call, self.today, SEED) else ""

    def said(self, semantics: str) -> str:
        """What is said with certainty, beside what the call does."""
        if self.judged[semantics].certain:
            return f"something, {self.fails}" if self.fails else FALSE
        if self.today.error is not None and self.cause:
            return f"nothing, raises: {self.cause}"
        return MISSED if self.fails else "nothing, runs"

    @property
    def cause(self) -> str:
        """Why the call raises, where that is none of the linter's business."""
        return self.call.beside or (_cause(self.today.error) if self.today.error is not None else "")

    @cached_property
    def right(self) -> list[Ran]:
        """What the right calls give one of which is meant."""
        return [self.run(right.module) for right in meant(self.call)]

    @property
    def plainly_meant(self) -> bool:
        """Whether it raises, and a right call is known that runs."""
        return self.today.raises and any(not each.raises for each in self.right)

    def after_safe_fixes(self, semantics: str) -> str:
        """What the safe fixes make of the call."""
        judged = self.judged[semantics]
        if not judged.is_fixed:
            return LEFT
        ran = self.run(judged.safely_fixed)
        if not self.today.raises:
            return "changed, the same to the last bit" if ran.same_bits(self.today) else HARMED
        if ran.error is not None:
            cause = _cause(ran.error)
            return f"raises: {cause}" if cause else RAISES
        if not any(ran.agrees(each) for each in self.right):
            return NOT_MEANT if self.right else UNCLEAR
        if not judged.certain_left:
            return AS_MEANT
        ignored = judged.certain_left == ["MSC202"] and ignores_bias_init(self.call, ran)
        return f"{AS_MEANT}: bias_init is ignored, as is said" if ignored else NOT_CLEAN

    def after_all_fixes(self) -> str:
        """What becomes of a call that runs and of which something certain is said, with all fixes of certain rules."""
        judged = self.judged["never"]
        if judged.fixed == judged.text:
            return LEFT
        ran = self.run(judged.fixed)
        if ran.error is not None:
            return RAISES
        right = [replace(each, arguments=each.arguments | self._bias_asked_for()) for each in meant(self.call)]
        return AS_MEANT if any(ran.agrees(self.run(each.module)) for each in right) else NOT_MEANT

    def _bias_asked_for(self) -> dict[str, bool]:
        asked_for = "MSC202" in self.judged["never"].certain and "has_bias" not in self.call.arguments
        return {"has_bias": True} if asked_for else {}

    def alternatives(self) -> Iterator[str]:
        """What the alternatives do that are called safe."""
        for text in sorted({text for judged in self.judged.values() for text in judged.safe_alternatives()}):
            ran = self.run(text)
            if self.today.raises:
                yield "what raised raises still" if ran.raises else "what raised runs"
            else:
                yield "the same to the last bit" if ran.same_bits(self.today) else HARMED

    @property
    def changes_again(self) -> bool:
        """Whether a second run of the safe fixes changes what the first one wrote."""
        return any(judged.fixed_again != judged.safely_fixed for judged in self.judged.values())

    def __str__(self) -> str:
        lines = [f"{self.call.text}  {self.call.beside or ''}"]
        lines.append(f"    does: {self.today.error or self.fails or 'runs'}")
        for semantics, judged in self.judged.items():
            lines.append(f"    {semantics}: {', '.join(judged.certain) or 'nothing certain'}: {self.said(semantics)}")
            if judged.is_fixed:
                fixed = judged.safely_fixed.splitlines()[-1].strip()
                lines.append(f"    fixed: {fixed}: {self.after_safe_fixes(semantics)}")
                lines.append(f"    which: {self.run(judged.safely_fixed).error or 'runs'}")
        lines += [f"    meant: {each.text}" for each in meant(self.call)]
        return "\n".join(lines)


def _cause(error: Outcome) -> str:
    return next((cause for words, cause in CAUSES.items() if words in error.message), "")


def own_calls(numbers: dict[str, int] = CALLS, seed: int = SEED) -> list[Own]:
    """Draw the calls, and ask the command of them."""
    calls = drawn(numbers, seed)
    texts = [call.module for call in calls]
    with TemporaryDirectory() as folder:
        judged = {semantics: judge(texts, Path(folder), semantics) for semantics in SEMANTICS}
    return [Own(call, {name: judged[name][place] for name in SEMANTICS}) for place, call in enumerate(calls)]


def measure() -> dict[str, Any]:
    """The totals of all calls."""
    return totals(own_calls())


def totals(calls: list[Own]) -> dict[str, Any]:
    """How many calls were drawn, what was said of them, and what came of the fixes."""
    return {
        "seed": SEED,
        "calls": len(calls),
        "callables": _counted(each.call.name for each in calls),
        "mistakes": _counted(mistake for each in calls for mistake in each.call.mistakes),
        "as they stand": _counted(each.fails or "runs" for each in calls),
        "said with certainty": {name: _counted(each.said(name) for each in calls) for name in SEMANTICS},
        "reported": _reported(calls),
        "after safe fixes": {name: _counted(each.after_safe_fixes(name) for each in calls) for name in SEMANTICS},
        "ignored or different, after all fixes": _counted(
            each.after_all_fixes() for each in calls if each.fails and not each.today.raises
        ),
        "raises, plain what is meant": _counted(
            "not written" if each.after_safe_fixes("auto") == LEFT else "written"
            for each in calls
            if each.plainly_meant
        ),
        "after safe alternatives": _counted(what for each in calls for what in each.alternatives()),
        "changed by a second run": sum(each.changes_again for each in calls),
    }


def _reported(calls: list[Own]) -> dict[str, dict[str, int]]:
    """By code, what the calls do of which it is said."""
    codes = sorted({code for each in calls for code in each.judged["never"].certain})
    return {
        code: _counted(each.fails or "runs" for each in calls if code in each.judged["never"].certain) for code in codes
    }


def _counted(found: Iterable[str]) -> dict[str, int]:
    return dict(sorted(Counter(found).items()))
