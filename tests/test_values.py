"""Which values are known, and which are left alone."""

from __future__ import annotations

import pytest
from engine import HEAD, codes
from probing import known, plain, probed

from ms_convlint.facts.values import UNKNOWN


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("3", 3),
        ("-3", -3),
        ("2 * 3 + 1", 7),
        ("7 // 2", 3),
        ("2 ** 3", 8),
        ("7 % 4", 3),
        ("6 / 2", 3.0),
        ("(1, 3)", (1, 3)),
        ("[1, 3]", [1, 3]),
        ("(1,) * 4", (1, 1, 1, 1)),
        ("4 * (1,)", (1, 1, 1, 1)),
        ("(1, 1) + (0, 0)", (1, 1, 0, 0)),
        ("(1, 3)[1]", 3),
        ("(1, 3)[-1]", 3),
        ("(1, 3)[True]", 3),
        ("tuple([1, 2])", (1, 2)),
        ("list((1, 2))", [1, 2]),
        ("int(2.5)", 2),
        ("bool(1)", True),
        ("not 0", True),
        ("1 < 2", True),
        ("'pad' == 'same'", False),
        ("'p' + 'ad'", "pad"),
        ("None or 'pad'", "pad"),
        ("0 and x", 0),
        ("'pad' if 1 else x", "pad"),
        ("'pad' if x else 'pad'", "pad"),
        ("None is None", True),
        ("(x, 1)", (None, 1)),
    ],
)
def test_literals_and_arithmetic_on_them_are_known(expression: str, value: object) -> None:
    found = plain(known(expression))
    assert found == value
    assert type(found) is type(value)


@pytest.mark.parametrize(
    "expression",
    [
        "9**9**9",
        "10**100000",
        "2**-1000",
        "'%s' * 10**8",
        "b'a' * 10**9",
        "(1,) * 10**9",
        "[0] * 10**9",
        "10**9 * (0,)",
        "((1,) * 60 + (1,) * 60)",
        "1 << 10**9",
        "1 // 0",
        "1 % 0",
        "1 / 0",
        "0 ** -1",
        "'a' < 1",
        "(1, 2)[2]",
        "(1, 2)['a']",
        "int(1e400)",
        "int('3')",
        "tuple(range(10**9))",
        "x",
        "x.y",
        "f()",
        "...",
        "(*x, 1)",
        "[i for i in (1, 2)]",
        "{'a': 1}['a']",
        "1 if x else 2",
        "x or 1",
        "lambda: 1",
        "f'{1}'",
    ],
)
def test_what_is_open_or_too_large_stays_unknown(expression: str) -> None:
    assert known(expression) is UNKNOWN


BOUND = {
    "once": ("k = 3", 3),
    "by another name": ("j = 3\nk = j", 3),
    "with an annotation": ("k: int = 3", 3),
    "in an unpacking": ("k, j = 3, 4", 3),
    "twice alike": ("if x:\n    k = 3\nelse:\n    k = 3", 3),
    "once more, in order": ("k = 3\nk = 5", 5),
    "by itself": ("k = 3\nk = k + 2", 5),
    "by a walrus": ("print(k := 3)", 3),
}


@pytest.mark.parametrize(("before", "value"), BOUND.values(), ids=BOUND)
def test_a_name_has_the_value_that_reaches_it(before: str, value: int) -> None:
    assert plain(known("k", before)) == value


UNTOLD = {
    "in branches": "if x:\n    k = 3\nelse:\n    k = 5",
    "in a branch, later": "k = 3\nif x:\n    k = 5",
    "in a loop": "k = 3\nfor i in x:\n    k = k * 2",
    "by a loop": "for k in (3, 3):\n    pass",
    "by with": "with x as k:\n    pass",
    "by an exception": "try:\n    k = 3\nexcept E as k:\n    raise",
    "when something fails": "try:\n    k = f()\nexcept E:\n    k = 3",
    "by adding to it": "k = 3\nk += 1",
    "by a function": "def k():\n    pass",
    "by a class": "class k:\n    pass",
    "by unpacking what is unknown": "k, j = x",
    "in a starred unpacking": "*k, j = 3, 4",
    "by itself": "k = k",
    "in a circle": "k = j\nj = k",
    "by a function that says global": "k = 3\ndef f():\n    global k\n    k = 4\nf()",
    "in a pattern": "match x:\n    case k:\n        pass",
    "nowhere": "",
    "and deleted": "k = 3\ndel k\nfrom x import *",
}


@pytest.mark.parametrize("before", UNTOLD.values(), ids=UNTOLD)
def test_a_name_whose_value_cannot_be_told_is_unknown(before: str) -> None:
    assert known("k", before) is UNKNOWN


def test_a_parameter_is_unknown_though_it_has_a_default() -> None:
    text = "def f(k=3, *, j=3):\n    probe(0, k)\n    probe(1, j)\n    k = k or 3\n    probe(2, k)\n"
    assert set(probed(text).values()) == {UNKNOWN}


def test_a_later_round_of_a_loop_sees_what_the_earlier_one_assigned() -> None:
    text = "k = 3\nfor i in range(2):\n    probe(0, k)\n    k = 5\nprobe(1, k)\n"
    assert probed(text)[0] is UNKNOWN


def test_an_outer_loop_brings_a_later_assignment_back_too() -> None:
    text = "k = 3\nwhile x:\n    for i in y:\n        if i:\n            probe(0, k)\n    k = 5\n"
    assert probed(text)[0] is UNKNOWN


ATTRIBUTES = {
    "assigned once": ("        self.k = 3\n", 3),
    "assigned alike": ("        if x:\n            self.k = 3\n        else:\n            self.k = 3\n", 3),
    "assigned twice": ("        self.k = 3\n        self.k = 4\n", None),
    "from a parameter": ("        self.k = x\n", None),
    "in another method": ("        self.change()\n    def change(self):\n        self.k = 3\n", 3),
    "here and there": ("        self.k = 3\n    def change(self):\n        self.k = 4\n", None),
    "added to": ("        self.k = 3\n        self.k += 1\n", None),
    "in the class": ("        pass\n    k = 3\n", 3),
    "in the base": ("        pass\n", 9),
    "nowhere": ("        pass\n", None),
}


@pytest.mark.parametrize(("body", "value"), ATTRIBUTES.values(), ids=ATTRIBUTES)
def test_an_attribute_has_the_value_that_the_class_gives_it(body: str, value: int | None) -> None:
    base = "Base" if value == 9 else "Empty"
    text = (
        "class Base:\n    k = 9\nclass Empty:\n    pass\n"
        f"class A({base}):\n    def __init__(self, x):\n{body}    def look(self):\n        probe(0, self.k)\n"
    )
    assert plain(probed(text)[0]) == value


def test_a_class_s_own_constant_is_known_by_the_class_s_name() -> None:
    assert plain(known("A.k", "class A:\n    k = 3\n")) == 3
    assert known("A.j", "class A:\n    k = 3\n") is UNKNOWN


@pytest.mark.parametrize(
    ("before", "expected"),
    [
        ("p = 1", ["MSC102", "MSC201"]),
        ("p = 0", ["MSC101"]),
        ("p = 0\nif x:\n    p = 1", ["MSC108"]),
        ("if x:\n    p = 2\nelse:\n    p = 2", ["MSC102", "MSC201"]),
        ("p = k // 2", ["MSC108"]),
    ],
)
def test_a_padding_bound_before_the_call(before: str, expected: list[str]) -> None:
    assert codes(f"{HEAD}{before}\nnn.Conv2d(3, 4, 3, padding=p)\n") == expected
