"""Calls of published packages, constructed: what the certain rules report fails, what they do not report is made.

Hardly a call in real code is made of literals alone. What decides whether a call raises has to be literal here, and
what does not decide it is given a number that fits: the channels, a kernel_size, stride, dilation or group that is a
name, an initializer.
"""

from __future__ import annotations

import ast
import gc
import random
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from corpus.alterations import ALTERATIONS, Alteration
from corpus.conv_calls import ConvCall, conv_calls
from corpus.packages import CorpusFile, distinct_files
from corpus.restoration import on
from corpus.rewriting import replaced, respelled, without_keyword

from ms_convlint.engine import check
from ms_convlint.settings import Settings
from ms_convlint.source import Source, SourceError, decode

from .frameworks import mindspore
from .outcomes import raised

DRAWN = 200
ALTERED = 100
SEED = 0
CHANNELS = ("in_channels", "out_channels")
FREE = {
    "kernel_size": "3",
    "stride": "1",
    "dilation": "1",
    "group": "1",
    "weight_init": "'zeros'",
    "bias_init": "'zeros'",
    "dtype": "mindspore.float32",
}
"""What does not decide whether a call raises, and what stands for it where it is not a literal."""
REASONS = {
    "MSC102": "must be zero",
    "MSC103": "'pad size'",
    "MSC104": "'pad_mode'",
    "MSC401": "got an unexpected keyword argument",
    "MSC403": "got an unexpected keyword argument",
}
"""What MindSpore says where a rule is right; the other rules report none of these calls."""
IGNORED = "bias_init ignored"
_CONSTRUCTOR = re.compile(rb"\bConv[123]d(Transpose)?\b")


@dataclass(frozen=True)
class RealCall:
    """A call as published, or altered: what the certain rules say of it, and the text that is run."""

    source: Source
    call: ConvCall
    codes: tuple[str, ...]

    @property
    def package(self) -> str:
        return self.source.path.partition("/")[0]

    @property
    def place(self) -> str:
        return f"{self.source.path}:{self.call.node.lineno}"

    @property
    def published(self) -> str:
        """The call as its authors wrote it, on one line."""
        return ast.unparse(self.call.node)

    @property
    def literal(self) -> bool:
        """Whether nothing had to be put in."""
        return all(_is_literal(value) for value in self.call.arguments().values())

    @property
    def decided(self) -> bool:
        """Whether what decides if it raises is literal."""
        undecided = {name for name, value in self.call.arguments().items() if not _is_literal(value)}
        return undecided <= {*CHANNELS, *FREE}

    @property
    def text(self) -> str:
        """The call that is run, with numbers for names."""
        node = self.call.node
        names = {id(value): name for name, value in self.call.arguments().items()}
        channels = 8 * self._group()
        arguments = [_filled(names[id(value)], value, channels) for value in node.args]
        keywords = [f"{each.arg}={_filled(str(each.arg), each.value, channels)}" for each in node.keywords]
        return f"nn.{self.call.constructor}({', '.join(arguments + keywords)})"

    def _group(self) -> int:
        arguments = self.call.arguments()
        group = arguments.get("group", arguments.get("groups"))
        if group is None:
            return 1
        return int(ast.unparse(group)) if _is_literal(group) else 1


@dataclass(frozen=True)
class AlteredCall(RealCall):
    """A call after one of the corpus' experiments."""

    alteration: str


def made(text: str) -> str:
    """What constructing comes to: type and message of what is raised, or ``IGNORED``, or nothing to speak of."""
    try:
        layer = eval(text, {"nn": mindspore().nn, "mindspore": mindspore()})
    except Exception as error:  # whatever it raises is what is asked for
        outcome = raised(error, at_call=False)
        return f"{outcome.error}: {outcome.message}"
    return IGNORED if "bias_init=" in text and not layer.has_bias and layer.bias is None else ""


def explained(call: RealCall, outcome: str) -> bool:
    """Whether what is reported fails for the reason given, or is ignored, and what is not reported constructs."""
    if call.codes == ("MSC202",):
        return outcome == IGNORED
    return any(REASONS.get(code, "?") in outcome for code in call.codes) if call.codes else not outcome


def candidates() -> list[RealCall]:
    """The calls of the packages that can be constructed with what is known of them."""
    gc.disable()  # with so many trees alive, looking for garbage takes ten times what parsing takes
    try:
        return [call for file in distinct_files() for call in _candidates_of(file)]
    finally:
        gc.enable()


def drawn(among: list[RealCall], number: int = DRAWN) -> list[RealCall]:
    """All that the certain rules report, all that are literal throughout, and from each package in turn.

    Calls of different texts first, then those that only had different names for their channels.
    """
    first = [call for call in among if call.codes]
    first += list({call.text: call for call in among if call.literal and not call.codes}.values())
    chosen = {call.place: call for call in first}
    rest = list(_in_turn(among, lambda call: (call.package, call.call.constructor)))
    for spelling in (lambda call: call.text, lambda call: call.published):
        seen = {spelling(call) for call in chosen.values()}
        for call in rest:
            if len(chosen) < number and call.place not in chosen and spelling(call) not in seen:
                chosen[call.place] = call
                seen.add(spelling(call))
    return list(chosen.values())


def altered(among: list[RealCall], number: int = ALTERED) -> list[AlteredCall]:
    """Calls as they become when an argument is taken out or respelled: each once, each alteration in turn."""
    pairs = [
        (alteration, call)
        for alteration in ALTERATIONS
        for call in among
        if not call.codes and call.call.keyword(alteration.keyword) and alteration.applies(call.call)
    ]
    taken: set[str] = set()
    chosen: list[AlteredCall] = []
    for alteration, call in _in_turn(pairs, lambda pair: pair[0].name):
        if len(chosen) < number and call.place not in taken:
            taken.add(call.place)
            chosen.append(_after(alteration, call))
    return chosen


def measure() -> dict[str, Any]:
    """How many calls were drawn and altered, what was reported of them, and what came of those."""
    calls = drawn(candidates())
    return figures(calls, altered(calls))


def figures(calls: list[RealCall], changed: list[AlteredCall]) -> dict[str, Any]:
    """The facts about the calls drawn and those that were altered."""
    outcomes = [(call, made(call.text)) for call in calls]
    by_alteration: dict[str, Counter[str]] = {}
    for after in changed:
        by_alteration.setdefault(after.alteration, Counter()).update(_counted(after, made(after.text)))
    return {
        "drawn": {
            "packages": dict(sorted(Counter(call.package for call in calls).items())),
            "constructors": dict(sorted(Counter(call.call.constructor for call in calls).items())),
            "literal throughout": sum(call.literal for call in calls),
            "different calls": len({call.text for call in calls}),
            **_total([_counted(call, outcome) for call, outcome in outcomes]),
        },
        "reported": {
            call.place: {"call": call.text, "codes": list(call.codes), "outcome": outcome}
            for call, outcome in outcomes
            if call.codes
        },
        "altered": {
            **{name: dict(counts) for name, counts in sorted(by_alteration.items())},
            "all": _total(by_alteration.values()),
        },
    }


def unexplained(calls: Iterable[RealCall]) -> list[str]:
    """The calls of which the linter says one thing and MindSpore another."""
    outcomes = [(call, made(call.text)) for call in calls]
    return [
        f"{call.place}: {call.text}: reported {call.codes or 'nothing'}, {outcome or 'constructs'}"
        for call, outcome in outcomes
        if not explained(call, outcome)
    ]


def _counted(call: RealCall, outcome: str) -> Counter[str]:
    if not explained(call, outcome):
        kind = "unexplained"
    elif call.codes:
        kind = "reported and ignored" if outcome == IGNORED else "reported and raises"
    else:
        kind = "silent and constructs"
    return Counter({"calls": 1, kind: 1})


def _total(counts: Iterable[Counter[str]]) -> dict[str, int]:
    return dict(sum(counts, Counter()))


def _candidates_of(file: CorpusFile) -> Iterator[RealCall]:
    if not (b"mindspore" in file.data and _CONSTRUCTOR.search(file.data)):
        return
    try:
        source = Source(file.name, decode(file.data)[0])
        calls = [call for call in conv_calls(source.tree) if not call.opaque]
    except SourceError:
        return
    if not calls:
        return
    findings = [finding for finding in check(source, Settings()) if finding.certain]
    for call in calls:
        codes = sorted(finding.code for finding in on(source, call, findings))
        candidate = RealCall(source, call, tuple(codes))
        if codes or candidate.decided:
            yield candidate


def _after(alteration: Alteration, original: RealCall) -> AlteredCall:
    source, call = original.source, original.call
    keyword = call.keyword(alteration.keyword)
    assert keyword is not None
    name = alteration.new_name
    change = respelled(source, keyword, name) if name else without_keyword(source, call, keyword)
    text = Source(source.path, replaced(source.text, [change]))
    after = conv_calls(text.tree)[call.index]
    findings = [finding for finding in check(text, Settings()) if finding.certain]
    codes = sorted(finding.code for finding in on(text, after, findings))
    return AlteredCall(text, after, tuple(codes), alteration.name)


def _filled(name: str, value: ast.expr, channels: int) -> str:
    """An argument's text, where it is no literal with what stands for it."""
    if _is_literal(value):
        return ast.unparse(value)
    if name in CHANNELS:
        return str(channels)
    if isinstance(value, (ast.Tuple, ast.List)):
        filled = [_filled("padding", element, channels) for element in value.elts]
        return f"[{', '.join(filled)}]" if isinstance(value, ast.List) else f"({', '.join(filled)},)"
    return FREE.get(name, "1")


def _is_literal(value: ast.expr) -> bool:
    try:
        ast.literal_eval(value)
    except ValueError:
        return False
    return True


def _in_turn(items: list[Any], key: Callable[[Any], Any]) -> Iterator[Any]:
    """One of each kind, another of each kind, and so on; within a kind in an order drawn by lot."""
    kinds: dict[Any, list[Any]] = {}
    for item in items:
        kinds.setdefault(key(item), []).append(item)
    lot = random.Random(SEED)
    for kind in sorted(kinds):
        lot.shuffle(kinds[kind])
    while kinds:
        for kind in sorted(kinds):
            yield kinds[kind].pop()
            if not kinds[kind]:
                del kinds[kind]
