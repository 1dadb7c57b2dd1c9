"""What an editor shows of a convolution's call: where, its arguments, and how all of it is written."""

from __future__ import annotations

import pytest
from descriptions import described, described_at, forms, reason
from engine import HEAD
from rich.cells import cell_len

from ms_convlint.description import BoundParameter, CallDescription, Origin
from ms_convlint.engine import describe
from ms_convlint.finding import Position
from ms_convlint.reports.hover import markdown, plain
from ms_convlint.settings import Settings
from ms_convlint.source import Source


def parameters(description: CallDescription) -> dict[str, BoundParameter]:
    return {parameter.name: parameter for parameter in description.parameters}


# Where there is something to show.


@pytest.mark.parametrize("column", [7, 9, 16, 17, 24])
def test_the_whole_call_shows_it(column: int) -> None:
    text = HEAD + "conv = nn.Conv2d(3, 4, 3)\n"
    found = described_at(text, 4, column)
    assert found is not None
    assert found.callables == ("mindspore.nn.Conv2d",)
    assert (found.start, found.end) == (Position(4, 7), Position(4, 25))


@pytest.mark.parametrize("place", [(4, 6), (4, 25), (1, 0), (9, 9), (5, 3)])
def test_beside_the_call_nothing_is_shown(place: tuple[int, int]) -> None:
    assert described_at(HEAD + "conv = nn.Conv2d(3, 4, 3)\nother = nn.Dense(3, 4)\n", *place) is None


def test_of_calls_in_one_another_the_innermost_is_shown() -> None:
    text = "y = ops.conv2d(ops.conv1d(x, v), w)\n"
    assert described(text, "x, v").callables == ("mindspore.ops.conv1d",)
    assert described(text, "w)").callables == ("mindspore.ops.conv2d",)
    assert described("net = nn.SequentialCell(nn.Conv2d(3, 4, 3), nn.Conv3d(4, 5, 3))\n", "4, 5").callables == (
        "mindspore.nn.Conv3d",
    )


def test_a_call_over_several_lines_with_wide_characters_before_it() -> None:
    text = HEAD + "名 = 'hé𠮷'; conv = nn.Conv2d(\n    3,\n    4,\n    kernel_size=3,\n)\n"
    for line, column in ((4, 18), (5, 0), (7, 12), (8, 0)):
        found = described_at(text, line, column)
        assert found is not None
        assert (found.start, found.end) == (Position(4, 18), Position(8, 1))
    assert described_at(text, 4, 17) is None
    assert described_at(text, 8, 1) is None


@pytest.mark.parametrize(
    "text",
    [
        "import mindspore.nn as nn\nconv = nn.Conv2d(3, 4, 3\n",
        "import torch.nn as nn\nconv = nn.Conv2d(3, 4, 3)\n",
        "import mindspore.nn as nn\nconv = Conv2d(3, 4, 3)\n",
        "import mindspore.nn as nn\n# nn.Conv2d(3, 4, 3)\n",
        "",
    ],
    ids=["unfinished", "torch", "another Conv2d", "a comment", "empty"],
)
def test_text_without_a_convolution_of_mindspore_shows_nothing(text: str) -> None:
    assert described_at(text, 2, 10) is None


def test_a_wrong_comment_for_the_linter_hides_nothing() -> None:
    assert described("# ms-convlint: torch-semantics=perhaps\nnn.Conv2d(3, 4, 3)\n").callables


def test_a_base_initializer_tells_the_class() -> None:
    text = "class Stem(nn.Conv2d):\n    def __init__(self):\n        super().__init__(3, 64, 7, stride=2)\n"
    found = described(text)
    assert (found.callables, found.initialized_class) == (("mindspore.nn.Conv2d",), "Stem")
    assert "called by super().__init__ of Stem" in plain(found, "en")
    assert "called by `super().__init__` of `Stem`" in markdown(found, "en")
    assert described("nn.Conv2d(3, 4, 3)\n").initialized_class == ""


def test_a_call_that_may_be_one_of_several_shows_each() -> None:
    found = described("(nn.Conv1d if flat else nn.Conv2d)(3, 4, 3)\n")
    assert found.callables == ("mindspore.nn.Conv1d", "mindspore.nn.Conv2d")
    assert forms("(nn.Conv1d if flat else nn.Conv2d)(3, 4, 3)\n") == [
        ("where it is nn.Conv1d", "torch.nn.Conv1d(3, 4, 3, padding=1, bias=False)"),
        ("where it is nn.Conv2d", "torch.nn.Conv2d(3, 4, 3, padding=1, bias=False)"),
    ]


def test_of_several_callables_those_that_raise_are_left_out() -> None:
    text = "(nn.Conv1d if flat else nn.Conv2d)(3, 4, 3, pad_mode='pad', padding=(1, 1, 1, 1))\n"
    assert not described(text).raises
    assert forms(text) == [("where it is nn.Conv2d", "torch.nn.Conv2d(3, 4, 3, padding=1, bias=False)")]


def test_a_callee_that_is_a_parameters_default_is_told_to_be_one() -> None:
    found = described("def block(conv=nn.Conv2d):\n    return conv(3, 4, 3)\n")
    assert found.is_default
    assert "the default of the parameter" in plain(found, "en")


# What the arguments are bound to.


def test_every_parameter_is_bound_to_what_is_written_or_to_its_default() -> None:
    found = parameters(described("nn.Conv2d(3, out, 3, pad_mode='pad', padding=1, has_bias=True)\n"))
    assert list(found)[:6] == ["in_channels", "out_channels", "kernel_size", "stride", "pad_mode", "padding"]
    assert found["out_channels"] == BoundParameter("out_channels", Origin.WRITTEN, "out", torch=("out_channels=out",))
    assert found["stride"] == BoundParameter("stride", Origin.DEFAULT, "1", torch=("stride=1",))
    assert found["group"] == BoundParameter("group", Origin.DEFAULT, "1", torch=("groups=1",))
    assert found["pad_mode"] == BoundParameter("pad_mode", Origin.WRITTEN, "'pad'")
    assert found["padding"] == BoundParameter("padding", Origin.WRITTEN, "1", torch=("padding=1",))
    assert found["has_bias"].torch == ("bias=True",)


def test_beside_the_argument_that_decides_the_padding_stands_what_torch_pads_by() -> None:
    lopsided = "pad_mode='pad', padding=(0, 1, 0, 1)"
    assert parameters(described(f"nn.Conv2d(3, 4, 3, {lopsided})\n"))["padding"].torch == ("ZeroPad2d((0, 1, 0, 1))",)
    primitive = parameters(described(f"ops.Conv2D(4, 3, {lopsided.replace('padding', 'pad')})\n"))
    assert primitive["pad"].torch == ("pad(…, (0, 1, 0, 1))",)
    assert parameters(described("nn.Conv2d(3, 4, 3, 2)\n"))["pad_mode"].torch == (
        "ZeroPad2d((0, 1, 0, 1))",
        "padding=1",
    )
    assert parameters(described("nn.Conv2d(3, 4, 1)\n"))["pad_mode"].torch == ("padding=0",)


def test_the_parameters_are_those_of_the_version() -> None:
    text = Source("model.py", HEAD + "nn.Conv2d(3, 4, 3)\n")
    for version, has_dtype, initial in (((1, 10), False, '"normal"'), ((2, 10), True, "None")):
        found = describe(text, Settings(mindspore_version=version), Position(4, 0))
        assert found is not None
        assert ("dtype" in parameters(found)) is has_dtype
        assert parameters(found)["weight_init"].text == initial


def test_what_a_name_is_known_to_be_is_shown_beside_it() -> None:
    text = (
        "kernel = 3\nsizes = (kernel, 5)\nnn.Conv2d(3, 4, sizes, pad_mode='pad', padding=kernel // 2, stride=(1,2))\n"
    )
    found = parameters(described(text))
    assert (found["kernel_size"].text, found["kernel_size"].value) == ("sizes", "(3, 5)")
    assert (found["padding"].text, found["padding"].value) == ("kernel // 2", "1")
    assert found["stride"].value == ""
    assert found["pad_mode"].value == ""


def test_what_stars_may_hide_is_unknown() -> None:
    found = parameters(described("nn.Conv2d(3, 4, kernel_size=3, **more)\n"))
    assert found["kernel_size"].origin is Origin.WRITTEN
    assert {found[name].origin for name in ("stride", "pad_mode", "has_bias")} == {Origin.HIDDEN}
    assert reason("nn.Conv2d(3, 4, kernel_size=3, **more)\n") == "arguments may be hidden in **…"
    assert "| `stride` | unknown: \\*args or \\*\\*kwargs may hold it |  |" in markdown(
        described("nn.Conv2d(3, 4, kernel_size=3, **more)\n"), "en"
    )
    assert reason("nn.Conv2d(*sizes, has_bias=True)\n") == "arguments may be hidden in *…"


def test_what_a_partial_gives_is_told_apart() -> None:
    text = "from functools import partial\nconv3 = partial(nn.Conv2d, kernel_size=3)\nconv3(3, 4, stride=2)\n"
    found = parameters(described(text))
    assert (found["kernel_size"].origin, found["stride"].origin) == (Origin.PARTIAL, Origin.WRITTEN)


def test_arguments_without_a_parameter_and_parameters_without_an_argument() -> None:
    found = described("nn.Conv2d(3, 4, bias=False, kernel=3)\n")
    assert parameters(found)["kernel_size"].origin is Origin.MISSING
    assert {parameters(found)[name].origin for name in ("bias", "kernel")} == {Origin.SURPLUS}
    assert found.raises


# How it is written.


def test_markdown_has_a_title_the_call_a_table_and_the_drawing_in_this_order() -> None:
    text = markdown(described("nn.Conv2d(3, 4, 3)\n"), "en")
    parts = ["**`mindspore.nn.Conv2d`**", "```python\n", "| argument | value | torch |\n| --- |", "```text\n"]
    places = [text.index(part) for part in parts]
    assert places == sorted(places)
    assert '| `pad_mode` | `"same"` (default) | `padding=1` |' in text


def test_plain_text_has_no_markdown() -> None:
    text = plain(described("nn.Conv2d(3, 4, 3)\n"), "en")
    assert not set("`|*") & set(text.split("kernel 3")[0])
    assert "\n    torch.nn.Conv2d(3, 4, 3, padding=1, bias=False)\n" in text
    assert "\nkernel_size   3" in text


def test_columns_of_plain_text_stand_below_each_other_with_wide_characters_too() -> None:
    lines = plain(described("nn.Conv2d(宽, 4, 3)\n"), "en").splitlines()
    wide, narrow = (next(line for line in lines if line.startswith(name)) for name in ("in_channels", "out_channels"))
    assert cell_len(wide.partition("in_channels=")[0]) == cell_len(narrow.partition("out_channels=")[0])


def test_what_is_written_in_a_call_breaks_no_table_and_no_code() -> None:
    call = "nn.Conv2d(a | b, '```', c[`0`] if 0 else 3, weight_init='a\\x1b|`')\n".replace("c[`0`]", "c[0]")
    text = markdown(described(call), "en")
    assert "| `in_channels` | `a \\| b` |" in text
    assert "````python\n" in text
    assert "\n````\n" in text
    rows = [line for line in text.splitlines() if line.startswith("| ")]
    assert {line.replace("\\|", "").count("|") for line in rows} == {4}


def test_what_does_not_print_is_shown_by_its_code() -> None:
    assert "\x1b" not in markdown(described("nn.Conv2d(3, 4, 3, weight_init='\x1b[31m')\n"), "en")
