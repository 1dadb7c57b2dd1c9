"""Calls of MindSpore's convolutions in MindSpore's own words, right ones and such as people get wrong."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import cycle
from random import Random
from typing import Any

from .own_calls_mistakes import BESIDE, MISTAKES, Draft
from .sweep_calls import Name

_LAYER = "in_channels out_channels kernel_size stride pad_mode padding"
_REST = "has_bias weight_init bias_init"
_FUNCTION = "input weight bias stride pad_mode padding dilation groups"
ORDERS = {
    "Conv1d": f"{_LAYER} dilation group {_REST} dtype",
    "Conv2d": f"{_LAYER} dilation group {_REST} data_format dtype",
    "Conv3d": f"{_LAYER} dilation group {_REST} data_format dtype",
    "Conv1dTranspose": f"{_LAYER} dilation group {_REST} dtype",
    "Conv2dTranspose": f"{_LAYER} output_padding dilation group {_REST} dtype",
    "Conv3dTranspose": f"{_LAYER} dilation group output_padding {_REST} data_format dtype",
    "conv1d": _FUNCTION,
    "conv2d": _FUNCTION,
    "conv3d": _FUNCTION,
    "Conv2D": "out_channel kernel_size mode pad_mode pad stride dilation group data_format",
}
"""The parameters of MindSpore 2.10 in positional order; Conv2D is the primitive of ``mindspore.ops``."""
DEFAULTS: dict[str, Any] = {
    "stride": 1,
    "padding": 0,
    "pad": 0,
    "mode": 1,
    "output_padding": 0,
    "dilation": 1,
    "group": 1,
    "groups": 1,
    "has_bias": False,
    "weight_init": None,
    "bias_init": None,
    "bias": None,
    "dtype": Name("mindspore.float32"),
}
HEAD = "import mindspore\nfrom mindspore import nn, ops\n\n"
_CHANNELS = ((4, 4), (4, 8), (8, 4), (3, 6), (2, 6))
_LARGEST_KERNEL = {1: 5, 2: 4, 3: 3}


@dataclass(frozen=True)
class OwnCall:
    """One call as it is written."""

    name: str
    arguments: Mapping[str, Any]
    """The values in the order in which they are written; those by position under the names that they are meant for."""
    by_position: int
    """How many of them are written without a keyword."""
    mistakes: tuple[str, ...] = ()
    beside: str = ""
    """A mistake that is none of the linter's business."""

    @property
    def axes(self) -> int:
        return int(self.name[4])

    @property
    def transposed(self) -> bool:
        return self.name.endswith("Transpose")

    @property
    def is_function(self) -> bool:
        return self.name[0] == "c"

    @property
    def is_layer(self) -> bool:
        return self.name in ORDERS and self.name[0] == "C" and self.name != "Conv2D"

    @property
    def text(self) -> str:
        """The call."""
        written = ", ".join(
            repr(value) if place < self.by_position else f"{name}={value!r}"
            for place, (name, value) in enumerate(self.arguments.items())
        )
        return f"{'nn' if self.is_layer else 'ops'}.{self.name}({written})"

    @property
    def module(self) -> str:
        """A module around the call."""
        if self.is_function:
            return f"{HEAD}\ndef conv(x, w, b):\n    return {self.text}\n"
        return f"{HEAD}conv = {self.text}\n"


class Drawing:
    """Draws calls of one callable: every mistake in its turn, sometimes one or two more beside it."""

    def __init__(self, name: str, seed: int) -> None:
        self.name = name
        self._random = Random(f"{name} {seed}")
        self._draft = Draft(name, self._random)
        self._turn = cycle([None, None, *(mistake for mistake in MISTAKES if mistake.applies(self._draft)), BESIDE])

    def call(self) -> OwnCall:
        """The next call."""
        random, mistake = self._random, next(self._turn)
        draft = self._right()
        if mistake is BESIDE:
            draft.make(BESIDE)
            return self._written(draft, beside=draft.mistakes.pop())
        others = [each for each in MISTAKES if each.applies(draft) and each is not mistake]
        more = random.choices((0, 1, 2), (6, 3, 1))[0] if mistake else 0
        for each in [mistake, *random.sample(others, more)]:
            if each is not None:
                draft.make(each)
        return self._written(draft)

    def _right(self) -> Draft:
        """A call that MindSpore takes."""
        random = self._random
        draft = Draft(self.name, random)
        incoming, outgoing = random.choice(_CHANNELS)
        group = random.choice([each for each in (1, 1, 1, 2, 3, 4) if incoming % each == outgoing % each == 0])
        values = draft.arguments
        if draft.is_function:
            values |= {"input": Name("x"), "weight": Name("w")}
        else:
            values |= {} if draft.is_primitive else {"in_channels": incoming}
            values |= {draft.spelled("out_channels"): outgoing}
            values["kernel_size"] = draft.size(1, _LARGEST_KERNEL[draft.axes])
        self._sizes(draft, group)
        self._padding(draft)
        self._more(draft)
        draft.arguments = {name: values[name] for name in ORDERS[self.name].split() if name in values}
        return draft

    def _sizes(self, draft: Draft, group: int) -> None:
        random, values = self._random, draft.arguments
        if random.random() < 0.5:
            values["stride"] = draft.size(1, 3)
        if random.random() < 0.3:
            values["dilation"] = 1 if self.name == "Conv3dTranspose" else draft.size(1, 2)
        if group > 1 or random.random() < 0.15:
            values[draft.spelled("group")] = group

    def _padding(self, draft: Draft) -> None:
        random, values = self._random, draft.arguments
        mode = random.choice((None, "same", "valid", "pad", "pad"))
        if mode is not None:
            values["pad_mode"] = mode
        if mode == "pad" and random.random() < 0.85:
            values[draft.padding_name] = draft.padding(1)
        elif random.random() < 0.15:
            values[draft.padding_name] = 0

    def _more(self, draft: Draft) -> None:
        random, values = self._random, draft.arguments
        if draft.is_function:
            if random.random() < 0.5:
                values["bias"] = random.choice((Name("b"), None))
            return
        if "data_format" in ORDERS[self.name] and random.random() < 0.1:
            values["data_format"] = self._default("data_format")
        if draft.is_primitive:
            return
        if random.random() < 0.5:
            values["has_bias"] = random.choice((True, False))
        if random.random() < 0.15:
            values["weight_init"] = random.choice(("normal", "ones", None))
        if random.random() < 0.1 or (values.get("has_bias") and random.random() < 0.3):
            values["bias_init"] = random.choice(("zeros", "ones", 0.1)) if values.get("has_bias") else None
        if random.random() < 0.1:
            values["dtype"] = Name("mindspore.float32")
        if "output_padding" in ORDERS[self.name] and values.get("pad_mode") == "pad" and random.random() < 0.1:
            values["output_padding"] = 0

    def _written(self, draft: Draft, beside: str = "") -> OwnCall:
        """The call with the first arguments by position, the others often in another order."""
        random, order = self._random, ORDERS[self.name].split()
        values = draft.arguments
        least = draft.least_by_position
        wanted = max(least, random.choice((0, 2, 3, 3, 4, 4, 5, 6, 7, 9, len(order))))
        head: dict[str, Any] = {}
        for place, name in enumerate(draft.torch_order or order):
            if place >= wanted or (name not in values and not self._filled(values, name, place)):
                break
            head[name] = values[name] if name in values else self._default(name)
        rest = [name for name in values if name not in head]
        if random.random() < 0.5:
            random.shuffle(rest)
        arguments = head | {name: values[name] for name in rest}
        return OwnCall(self.name, arguments, len(head), tuple(draft.mistakes), beside)

    def _filled(self, values: Mapping[str, Any], name: str, place: int) -> bool:
        """Whether an argument that is not given is written by its default, for one behind it to stand by position."""
        order = ORDERS[self.name].split()
        behind = any(other in values for other in order[place + 1 :])
        return (name in ("pad_mode", "data_format") or name in DEFAULTS) and behind and self._random.random() < 0.75

    def _default(self, name: str) -> Any:
        if name == "pad_mode":
            return "same" if self._draft.is_layer else "valid"
        if name == "data_format":
            return "NCDHW" if self._draft.axes == 3 else "NCHW"
        return DEFAULTS[name]


def drawn(numbers: Mapping[str, int], seed: int) -> list[OwnCall]:
    """So many calls of each callable, no two alike."""
    calls: list[OwnCall] = []
    for name, number in numbers.items():
        drawing, of_text = Drawing(name, seed), dict[str, OwnCall]()
        while len(of_text) < number:
            call = drawing.call()
            of_text.setdefault(call.text, call)
        calls += of_text.values()
    return calls
