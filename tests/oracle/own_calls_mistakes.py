"""The mistakes that people make in calls of MindSpore's convolutions: each changes a call that was right."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random
from typing import Any

from .sweep_calls import Name

MISSPELT = {
    "in_channels": ("in_channel", "in_chanels"),
    "out_channels": ("out_channel", "out_chanels"),
    "kernel_size": ("kernel", "kernal_size", "kernelsize"),
    "stride": ("strides", "strid"),
    "pad_mode": ("pad_model", "padmode", "pad_mod", "padding_mod"),
    "padding": ("paddings", "pading"),
    "pad": ("pads",),
    "dilation": ("dilations", "dialation"),
    "group": ("grop", "gruop"),
    "groups": ("grops",),
    "has_bias": ("hasbias", "has_biass", "have_bias"),
    "weight_init": ("weights_init", "weight_int"),
    "bias_init": ("bias_int", "bais_init"),
    "output_padding": ("out_padding", "output_pading"),
}
"""Right names and what is written for them."""
ALIEN = {
    "use_bias": True,
    "activation": "relu",
    "name": "conv",
    "weight_initializer": "normal",
    "kernel_initializer": "ones",
}
"""Words that other libraries have."""
WRONG_MODES = ("SAME", "Same", "VALID", "Valid", "PAD", "Pad", "zeros", "reflect", "replicate", "circular")
MORE_WRONG_MODES = ("smae", "vaild", "full", "causal", None, True)


@dataclass
class Draft:
    """A call while it is made up."""

    name: str
    random: Random
    arguments: dict[str, Any] = field(default_factory=dict)
    mistakes: list[str] = field(default_factory=list)
    torch_order: tuple[str, ...] = ()
    """The names of the positional arguments where they stand in torch's order."""
    least_by_position: int = 0

    @property
    def axes(self) -> int:
        return int(self.name[4])

    @property
    def is_function(self) -> bool:
        return self.name[0] == "c"

    @property
    def is_primitive(self) -> bool:
        return self.name == "Conv2D"

    @property
    def is_layer(self) -> bool:
        return not self.is_function and not self.is_primitive

    @property
    def padding_name(self) -> str:
        return "pad" if self.is_primitive else "padding"

    def spelled(self, name: str) -> str:
        """A layer's parameter as this callable calls it."""
        if self.is_function and name == "group":
            return "groups"
        return "out_channel" if self.is_primitive and name == "out_channels" else name

    def make(self, mistake: Mistake) -> None:
        """Make a mistake, and remember it."""
        self.mistakes.append(mistake.change(self) or mistake.name)

    def size(self, low: int, high: int) -> Any:
        """A size in a form that is taken: a number or, where there are several axes, one for each."""
        if self.axes == 1 or self.random.random() < 0.6:
            return self.random.randint(low, high)
        return self.numbers(self.axes, low, high)

    def padding(self, low: int) -> Any:
        """A padding in a form that is taken."""
        if self.axes == 1 or self.random.random() < 0.6:
            return self.random.randint(low, 2)
        return self.numbers(self.axes if self.is_function else 2 * self.axes, low, 2)

    def numbers(self, length: int, low: int, high: int) -> tuple[int, ...]:
        """So many numbers, alike or not."""
        first = self.random.randint(low, high)
        alike = self.random.random() < 0.5
        return tuple(first if alike else self.random.randint(low, high) for _ in range(length))


@dataclass(frozen=True)
class Mistake:
    """One of the mistakes: how it is made, which may say more closely what it is, and of which callables."""

    name: str
    change: Callable[[Draft], str | None]
    applies: Callable[[Draft], bool] = lambda _: True


def _pad_mode(draft: Draft) -> None:
    modes = WRONG_MODES if draft.random.random() < 0.7 else MORE_WRONG_MODES
    draft.arguments["pad_mode"] = draft.random.choice(modes)


def _padding_form(draft: Draft) -> None:
    """Give the padding in a form that is not taken, whatever pad_mode says."""
    random, axes = draft.random, draft.axes
    several = draft.numbers(random.choice((1, axes, axes, 2 * axes, axes + 1)), 0, 2)
    forms = (several, several, list(several), random.choice(("same", "valid", "zeros", None)))
    draft.arguments[draft.padding_name] = random.choice(forms)
    if random.random() < 0.5:
        draft.arguments["pad_mode"] = "pad"
    elif random.random() < 0.6:
        draft.arguments.pop("pad_mode", None)


def _padding_without_mode(draft: Draft) -> None:
    draft.arguments[draft.padding_name] = draft.padding(0)
    draft.arguments.pop("pad_mode", None)
    if draft.random.random() < 0.5:
        draft.arguments["pad_mode"] = draft.random.choice(("same", "valid"))


def _has_bias(draft: Draft) -> None:
    draft.arguments["has_bias"] = draft.random.choice((None, 0, 1, 1, "True", 1.0))


def _bias_init(draft: Draft) -> None:
    draft.arguments.pop("has_bias", None)
    if draft.random.random() < 0.4:
        draft.arguments["has_bias"] = False
    draft.arguments["bias_init"] = draft.random.choice(("zeros", "ones", "normal", 0, 0.1, None, False))


def _size_form(draft: Draft) -> None:
    """Give a size as a list, in a tuple of one, or as a tuple that is too long."""
    random = draft.random
    names = ["stride", "dilation", *([] if draft.is_function else ["kernel_size", "kernel_size"])]
    name = random.choice(names)
    high = 1 if name == "dilation" and draft.name == "Conv3dTranspose" else 2
    sizes = draft.numbers(random.choice((1, draft.axes, draft.axes, draft.axes + 1)), 1, high)
    draft.arguments[name] = random.choice((sizes, list(sizes)))


def _misspelt(draft: Draft) -> str:
    random = draft.random
    given = [name for name in draft.arguments if name in MISSPELT]
    if not given or random.random() < 0.2:
        name = random.choice(list(ALIEN))
        draft.arguments[name] = ALIEN[name]
        return "a word of another library's"
    name = random.choice(given)
    wrong = random.choice([each for each in MISSPELT[name] if each != draft.spelled(name)])
    draft.arguments = {wrong if each == name else each: value for each, value in draft.arguments.items()}
    return "a misspelt keyword"


def _torch_word(draft: Draft) -> None:
    """Say it in torch's word, in place of MindSpore's or beside it."""
    random, values = draft.random, draft.arguments
    word = random.choice(("bias", "bias", "groups", "padding_mode", "device", "output_padding"))
    if word == "groups" and draft.is_function:
        values["group"] = values.pop("groups", 1)
    elif word == "groups":
        values["groups"] = values.pop("group", 1)
    elif word == "bias" and draft.is_function:
        values["has_bias"] = random.choice((True, False))
    elif word == "bias":
        if random.random() < 0.85:
            values.pop("has_bias", None)
        values["bias"] = random.choice((True, False, None))
    elif word == "padding_mode":
        values["padding_mode"] = random.choice(("zeros", "zeros", "reflect", "replicate", "circular"))
    elif word == "device":
        values["device"] = None
    else:
        values["output_padding"] = random.choice((0, 1))


def _dtype(draft: Draft) -> None:
    draft.arguments["dtype"] = None


def _output_padding(draft: Draft) -> None:
    """Give an output_padding in any form, with and without pad_mode="pad"."""
    random, axes, values = draft.random, draft.axes, draft.arguments
    form = random.choice(("number", "number", "tuple", "list", "1-tuple"))
    numbers = draft.numbers(1 if form == "1-tuple" else axes, 0, 1)
    values["output_padding"] = 1 if form == "number" else list(numbers) if form == "list" else numbers
    values["stride"] = random.choice((2, 3))
    if random.random() < 0.75:
        values["pad_mode"] = "pad"
        values["padding"] = random.choice((0, 1, 1, 2, draft.padding(0)))


def _torch_order(draft: Draft) -> None:
    """Write torch's padding where pad_mode stands, by position; MindSpore's words may follow by keyword."""
    random, values = draft.random, draft.arguments
    if draft.is_function:
        order = ["input", "weight", "bias", "stride", "padding", "dilation"]
        values.setdefault("bias", random.choice((None, Name("b"))))
    else:
        order = ["in_channels", "out_channels", "kernel_size", "stride", "padding"]
    values.setdefault("stride", 1)
    if random.random() < 0.85:
        values.pop("pad_mode", None)
    if not isinstance(values.get("padding"), list) and values.get("padding") not in ("same", "valid"):
        several = draft.numbers(draft.axes, 0, 2)
        values["padding"] = random.choice((0, 1, 2, several, list(several)))
    draft.torch_order, draft.least_by_position = tuple(order), order.index("padding") + 1


def _beside(draft: Draft) -> str:
    """Make a mistake of another kind, which this linter does not judge."""
    random, values = draft.random, draft.arguments
    cause = random.choice(_CAUSES if not draft.is_function else _CAUSES_OF_FUNCTIONS)
    name = draft.padding_name
    if cause.startswith("group"):
        values[draft.spelled("group")] = 5
    elif cause.startswith("negative"):
        values["pad_mode"], values[name] = "pad", -1
    elif cause.startswith("unknown"):
        if draft.is_primitive:
            values["data_format"] = "NCWH"
        else:
            values["weight_init"] = "he_unifrom"
    else:
        values[cause.split()[0]] = 0
    return cause


_CAUSES = (
    "group does not divide the channels",
    "negative padding",
    "unknown initializer or data_format",
    "kernel_size of 0",
    "stride of 0",
    "dilation of 0",
)
_CAUSES_OF_FUNCTIONS = tuple(cause for cause in _CAUSES if not cause.startswith(("unknown", "kernel")))


def _is_layer(draft: Draft) -> bool:
    return draft.is_layer


MISTAKES = (
    Mistake("a pad_mode that is none", _pad_mode),
    Mistake("a padding in another form", _padding_form),
    Mistake('a padding without "pad"', _padding_without_mode),
    Mistake("a has_bias that is no bool", _has_bias, _is_layer),
    Mistake("a bias_init without a bias", _bias_init, _is_layer),
    Mistake("a size in another form", _size_form),
    Mistake("a keyword that is none", _misspelt),
    Mistake("a word of torch's", _torch_word),
    Mistake("dtype=None", _dtype, _is_layer),
    Mistake("an output_padding", _output_padding, lambda draft: draft.name in ("Conv2dTranspose", "Conv3dTranspose")),
    Mistake("torch's order", _torch_order, lambda draft: not draft.is_primitive),
)
BESIDE = Mistake("none of the linter's business", _beside)
