"""What made-up programs do to a weight on its way: steps that keep its rank, and the handling that adds an axis.

In the texts ``#`` stands for the value, ``@numpy.array`` for an imported name, ``¤`` is where an expansion stands.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from hypothesis import strategies as st
from weight_networks import Layer

EXPANSION = "¤"


class Form(Enum):
    """What holds the numbers."""

    TORCH = "torch"
    NUMPY = "numpy"
    TENSOR = "tensor"
    PARAMETER = "parameter"


KEEPING = {
    Form.TORCH: (
        "#.detach()", "#.cpu()", "#.float()", "#.clone()", "#.contiguous()", "#.data", '#.to("cpu")',
        "#.to(@torch.float32)", "(# * 1.0)", "(# / 2)", "#.detach().cpu()",
    ),
    Form.NUMPY: (
        "#.astype(@numpy.float32)", '#.astype("float32")', "#.copy()", "@numpy.array(#)", "(# * 1.0)", "(# - 0.5)",
        "@numpy.ascontiguousarray(#)", "@numpy.asarray(#, dtype=@numpy.float32)",
    ),
    Form.TENSOR: (
        "#.astype(@mindspore.float32)", "#.copy()", "@mindspore.ops.cast(#, @mindspore.float32)", "(# * 1.0)",
        "#.float()", "#.to(@mindspore.float32)",
    ),
}  # fmt: skip
"""Steps after which the value is what it was, of the same rank."""

CONVERTING = {
    Form.NUMPY: ("#.numpy()", "@numpy.array(#)", "@numpy.asarray(#)", "#.cpu().numpy()", "#.detach().cpu().numpy()"),
    Form.TENSOR: (
        "@mindspore.Tensor(#)", "@mindspore.Tensor(#, @mindspore.float32)", "@mindspore.Tensor.from_numpy(#)",
        "@mindspore.Tensor(input_data=#)", "@mindspore.tensor(#)", "@mindspore.Tensor(#, dtype=@mindspore.float32)",
    ),
    Form.PARAMETER: (
        "@mindspore.Parameter(#)", '@mindspore.Parameter(#, name="weight")', "@mindspore.Parameter(default_input=#)",
    ),
}  # fmt: skip
"""Steps that lead to a form from the one before."""

ONCE = (
    "{name} = {text}",
    "{name} = {text}",
    "{name}: object = {text}",
    "{name}, _ = {text}, 0",
    "if ({name} := {text}) is None:\n    raise ValueError(path)",
    "try:\n    {name} = {text}\nexcept RuntimeError:\n    raise",
    "with @torch.no_grad():\n    {name} = {text}",
    "for {name} in [{text}]:\n    pass",
)
TWICE = ("if verbose:\n    {name} = {text}\nelse:\n    {name} = {text}", "{name} = {text} if verbose else {text}")
KEPT = {
    "{name} = [{text}]": "{name}[0]",
    "{name} = (0, {text})": "{name}[1]",
    "{name} = []\n{name}.append({text})": "{name}[0]",
    '{name} = {{"weight": {text}}}': '{name}["weight"]',
    '{name} = {{}}\n{name}["weight"] = {text}': '{name}["weight"]',
    "def {name}():\n    return {text}": "{name}()",
}
"""Statements that put a value somewhere, and how it is read back."""
CALLED = ("function", "lambda")
INLINE = "inline"
WAYS = (INLINE, INLINE, *ONCE, *TWICE, *KEPT, *CALLED)


@dataclass(frozen=True)
class Step:
    """One thing done to a value, and the way in which it is written."""

    text: str
    way: str
    form: Form
    """The value's form afterwards."""


@dataclass(frozen=True)
class Handling:
    """An axis that is added before the step with this number."""

    before: int
    text: str
    axis: int
    guard: str
    style: str


ENTRY = "entry"
"""The guard of a handling of one entry of a dictionary, outside of the loops."""
STYLES = ("statement", "expression", "function", "return")
"""How a guarded handling is written."""


@st.composite
def journeys(draw: st.DrawFn, first: Form, last: Form, *, needs_detach: bool, has_numpy: bool) -> tuple[Step, ...]:
    """Steps from one form to another, up to six more than that needs."""
    spare = draw(st.integers(0, 6))
    steps: list[Step] = []

    def walk(form: Form) -> None:
        nonlocal spare
        for _ in range(draw(st.integers(0, spare))):
            steps.append(Step(_drawn(draw, KEEPING[form], has_numpy), draw(st.sampled_from(WAYS)), form))
            spare -= 1

    def convert(form: Form) -> None:
        steps.append(Step(_drawn(draw, CONVERTING[form], has_numpy), draw(st.sampled_from(WAYS)), form))

    if needs_detach:
        steps.append(Step(draw(st.sampled_from(["#.detach()", "#.data"])), draw(st.sampled_from(WAYS)), Form.TORCH))
    if first is Form.TORCH:
        walk(Form.TORCH)
        if last is Form.TORCH:
            return tuple(steps)
        convert(Form.NUMPY)
    walk(Form.NUMPY)
    if last is Form.PARAMETER and draw(st.booleans()):
        convert(Form.PARAMETER)
        return tuple(steps)
    convert(Form.TENSOR)
    walk(Form.TENSOR)
    if last is Form.PARAMETER:
        convert(Form.PARAMETER)
    return tuple(steps)


def _drawn(draw: st.DrawFn, texts: tuple[str, ...], has_numpy: bool) -> str:
    return draw(st.sampled_from([text for text in texts if has_numpy or "@numpy." not in text]))


@st.composite
def handlings(
    draw: st.DrawFn,
    layer: Layer,
    first: Form,
    steps: tuple[Step, ...],
    guards: list[str],
    entries: list[int],
    *,
    has_numpy: bool,
) -> Handling:
    """A handling at one place of a journey that begins with a form, at the right axis in half the cases.

    ``entries`` are the places at which the values are in a dictionary.
    """
    guard = draw(st.sampled_from(guards))
    before = draw(st.sampled_from(entries) if guard == ENTRY else st.integers(0, len(steps)))
    form = steps[before - 1].form if before else first
    axis = 2 if guard == ENTRY else draw(st.sampled_from([2, 2, 2, 0, 1, 3]))
    texts = list(_expansions(form, axis, draw(st.sampled_from([axis, axis - 4])), has_numpy=has_numpy))
    if layer.torch_shape.count(1) == 0 and guard != "rank" and form is not Form.PARAMETER:
        texts += [f"{EXPANSION}#.reshape{layer.expanded(axis)}"]
    if axis == 2 and form is not Form.PARAMETER:
        texts += ["#.reshape(#.shape[0], #.shape[1], 1, #.shape[2])", "#.reshape(*#.shape[:2], 1, #.shape[2])"]
        texts += ["#.reshape($.shape)"] if guard == "shape" else []
    return Handling(before, draw(st.sampled_from(texts)), axis, guard, draw(st.sampled_from(STYLES)))


def _expansions(form: Form, axis: int, number: int, *, has_numpy: bool) -> list[str]:
    """The expressions that add an axis to a value of rank 3."""
    indices = {0: ["[None]"], 1: ["[:, None]"], 2: ["[:, :, None]", "[:, :, None, :]"], 3: ["[..., None]"]}[axis]
    indexed = [f"#{index}" for index in indices]
    texts = {
        Form.TORCH: [
            f"#.unsqueeze({number})",
            f"#.unsqueeze(dim={number})",
            f"@torch.unsqueeze(#, {number})",
            *indexed,
        ],
        Form.NUMPY: [
            f"@numpy.expand_dims(#, {number})",
            f"@numpy.expand_dims(#, axis={number})",
            *indexed,
            *(text.replace("None", "@numpy.newaxis") for text in indexed),
        ],
        Form.TENSOR: [
            f"#.expand_dims({number})",
            f"#.expand_dims(axis={number})",
            f"#.unsqueeze({number})",
            f"@mindspore.ops.expand_dims(#, {number})",
            f"@mindspore.ops.ExpandDims()(#, {number})",
            *indexed,
        ],
        Form.PARAMETER: [f"@mindspore.Parameter({EXPANSION}#.expand_dims({number}))"],
    }[form]
    allowed = [text for text in texts if has_numpy or "@numpy." not in text]
    return [text if EXPANSION in text else EXPANSION + text for text in allowed]


class Body:
    """Statements one after another, and the functions that they call."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.functions: list[str] = []
        self.depth = 0
        self._names = 0

    def add(self, text: str) -> None:
        """Add statements at the present depth."""
        self.lines += ["    " * self.depth + line for line in text.split("\n")]

    def name(self, stem: str = "value") -> str:
        """A name that is not taken."""
        self._names += 1
        return f"{stem}_{self._names}"

    def named(self, value: str) -> str:
        """A name for a value, which has one perhaps."""
        if value.isidentifier():
            return value
        name = self.name()
        self.add(f"{name} = {value}")
        return name

    def carried(self, text: str, way: str, value: str, *, only_expressions: bool = False) -> str:
        """The step done, and the expression that stands for its result."""
        if only_expressions and way not in (INLINE, *CALLED):
            way = "function"
        if way == INLINE and text.count("#") == 1:
            return text.replace("#", value)
        name = self.name("with_step" if way in CALLED else "value")
        if way in CALLED:
            inner = text.replace("#", "given")
            is_lambda = way == "lambda"
            self.functions.append(
                f"{name} = lambda given: {inner}\n" if is_lambda else f"def {name}(given):\n    return {inner}\n"
            )
            return f"{name}({value})"
        if text.count("#") > 1 or way in TWICE:
            value = self.named(value)
        if EXPANSION in text and (way in TWICE or way == INLINE):
            way = ONCE[0]
        self.add((way if way != INLINE else ONCE[0]).format(name=name, text=text.replace("#", value)))
        return KEPT.get(way, "{name}").format(name=name)

    def handled(
        self, text: str, style: str, way: str, test: str, value: str, parameters: list[str], *, only_expressions: bool
    ) -> str:
        """The handling done if ``test`` of the value holds ("" where there is none)."""
        if not test:
            return self.carried(text, way, value, only_expressions=only_expressions)
        if only_expressions and (style == "statement" or (style == "expression" and not value.isidentifier())):
            style = "function"
        if style in ("function", "return"):
            return self._function(text, test, value, parameters, returns=style == "return")
        value = self.named(value)
        text = text.replace("#", value)
        test = test.replace("#", value)
        if style == "expression":
            return f"({text} if {test} else {value})"
        self.add(f"if {test}:\n    {value} = {text}")
        return value

    def _function(self, text: str, test: str, value: str, parameters: list[str], *, returns: bool) -> str:
        name = self.name("with_axis")
        text, test = text.replace("#", "given"), test.replace("#", "given")
        done = f"return {text}" if returns else f"given = {text}"
        listed = ", ".join(["given", *parameters])
        self.functions.append(f"def {name}({listed}):\n    if {test}:\n        {done}\n    return given\n")
        return f"{name}({', '.join([value, *parameters])})"
