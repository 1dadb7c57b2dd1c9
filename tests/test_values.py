"""A value that the engine knows is the one that the program has: never guessed, never computed without bounds."""

from __future__ import annotations

import ast
import re
import warnings
from collections.abc import Callable
from pathlib import Path
from types import CodeType
from typing import Any

import pytest
from engine import HEAD, codes
from hypothesis import HealthCheck, given, reject, settings
from hypothesis import strategies as st

from ms_convlint.facts.file_facts import FileFacts
from ms_convlint.facts.values import UNKNOWN, Items, Known, Value
from ms_convlint.source import Source


def probed(text: str, path: str = "model.py") -> dict[int, Value]:
    """What the engine knows of the second argument of each ``probe(number, …)``."""
    facts = FileFacts(Source(path, text), (2, 10))
    return {
        call.args[0].value: facts.values.value(call.args[1], scope)
        for call, scope in facts.scopes.calls
        if isinstance(call.func, ast.Name) and call.func.id == "probe" and isinstance(call.args[0], ast.Constant)
    }


def plain(value: Value) -> Any:
    """The value as Python has it; what is unknown in a tuple is None."""
    if isinstance(value, Items):
        items = [plain(item) for item in value.items]
        return items if value.is_list else tuple(items)
    return value.value if isinstance(value, Known) else None


def known(expression: str, before: str = "") -> Value:
    """The value of one expression, a module's statements before it."""
    return probed(f"{before}\nprobe(0, {expression})\n")[0]


# --- Programs that run, held against what is known of them -----------------------------------------------------------

names = st.sampled_from(["a", "b", "c"])
numbers = st.integers(-2, 5).map(str)
atoms = st.one_of(numbers, names, st.sampled_from(["True", "False", "None", "'same'", "'pad'", "1.5"]))


def _combined(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    operators = st.sampled_from(["+", "-", "*", "//", "%", "/", "==", "<", ">=", "!=", "is", "and", "or"])
    return st.one_of(
        st.tuples(inner, operators, inner).map(lambda parts: f"({' '.join(parts)})"),
        inner.map(lambda text: f"(not {text})"),
        inner.map(lambda text: f"(-{text})"),
        st.lists(inner, max_size=3).map(lambda items: f"({''.join(item + ', ' for item in items)})"),
        st.lists(inner, max_size=3).map(lambda items: f"[{', '.join(items)}]"),
        st.tuples(inner, inner, inner).map(lambda parts: f"({parts[0]} if {parts[1]} else {parts[2]})"),
        st.tuples(inner, st.integers(-2, 2)).map(lambda parts: f"{parts[0]}[{parts[1]}]"),
        st.tuples(st.sampled_from(["tuple", "list", "int", "bool"]), inner).map(lambda p: f"{p[0]}({p[1]})"),
    )


expressions = st.recursive(atoms, _combined, max_leaves=5)
conditions = st.integers(0, 3).map(lambda number: f"conditions[{number}]")


def indented(statements: list[str]) -> str:
    """Statements as the body of a block."""
    lines = "\n".join(statements).split("\n")
    return "\n".join(f"    {line}" for line in lines)


def _blocks(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    bodies = st.lists(inner, min_size=1, max_size=3).map(indented)
    handled = "except (TypeError, ValueError, ArithmeticError, IndexError, NameError):"
    return st.one_of(
        st.tuples(conditions, bodies).map(lambda p: f"if {p[0]}:\n{p[1]}"),
        st.tuples(conditions, bodies, bodies).map(lambda p: f"if {p[0]}:\n{p[1]}\nelse:\n{p[2]}"),
        st.tuples(conditions, bodies, conditions, bodies).map(lambda p: f"if {p[0]}:\n{p[1]}\nelif {p[2]}:\n{p[3]}"),
        st.tuples(names, bodies).map(lambda p: f"for {p[0]} in range(int(conditions[0]) + 1):\n{p[1]}"),
        st.tuples(conditions, bodies, bodies).map(
            lambda p: f"for _ in range(2):\n{p[1]}\n    if {p[0]}:\n        break\nelse:\n{p[2]}"
        ),
        bodies.map(lambda body: f"while turn():\n{body}"),
        st.tuples(bodies, bodies).map(lambda p: f"try:\n{p[0]}\n{handled}\n{p[1]}"),
        st.tuples(bodies, bodies).map(lambda p: f"try:\n{p[0]}\n{handled}\n    pass\nelse:\n{p[1]}"),
        st.tuples(bodies, bodies).map(lambda p: f"try:\n{p[0]}\n{handled}\n    pass\nfinally:\n{p[1]}"),
        st.tuples(names, bodies).map(lambda p: f"with opened({p[0]}) as {p[0]}:\n{p[1]}"),
    )


simple = st.one_of(
    st.tuples(names, numbers).map(lambda p: f"{p[0]} = {p[1]}"),
    st.tuples(names, numbers).map(lambda p: f"{p[0]} = {p[1]}"),
    names.map(lambda name: f"probe(#, {name})"),
    st.tuples(names, expressions).map(lambda p: f"{p[0]} = {p[1]}"),
    st.tuples(names, expressions).map(lambda p: f"{p[0]}: object = {p[1]}"),
    st.tuples(names, names, expressions).map(lambda p: f"{p[0]} = {p[1]} = {p[2]}"),
    st.tuples(names, names, expressions, expressions).map(lambda p: f"{p[0]}, {p[1]} = {p[2]}, {p[3]}"),
    st.tuples(names, names).map(lambda p: f"{p[0]}, {p[1]} = {p[1]}, {p[0]}"),
    st.tuples(names, numbers).map(lambda p: f"{p[0]} += {p[1]}"),
    st.tuples(names, expressions).map(lambda p: f"print(({p[0]} := {p[1]}))"),
    conditions.map(lambda condition: f"raised({condition})"),
    expressions.map(lambda expression: f"probe(#, {expression})"),
)
statements = st.recursive(simple, _blocks, max_leaves=6)
bodies = st.lists(statements, min_size=1, max_size=6)


def numbered(text: str) -> str:
    """Probes told apart."""
    pieces = text.split("#")
    return pieces[0] + "".join(f"{number}{piece}" for number, piece in enumerate(pieces[1:]))


class _Opened:
    def __init__(self, value: object) -> None:
        self.value = value

    def __enter__(self) -> object:
        return (self.value, "opened")

    def __exit__(self, *error: object) -> None:
        return None


def raised(condition: bool) -> None:
    if condition:
        raise ValueError


def observed(text: str) -> dict[int, list[Any]]:
    """What a program hands to its probes, whichever conditions hold."""
    seen: dict[int, list[Any]] = {}
    code = compiled(text)
    for bits in range(16):
        turns = iter([True, True, bool(bits & 1)])
        scope: dict[str, Any] = {
            "conditions": [bool(bits >> place & 1) for place in range(4)],
            "probe": lambda number, value: seen.setdefault(number, []).append(value),
            "turn": lambda turns=turns: next(turns, False),
            "opened": _Opened,
            "raised": raised,
            "print": lambda *values: None,
        }
        try:
            exec(code, scope)
        except (TypeError, ValueError, ArithmeticError, IndexError, NameError):
            continue
    return seen


def agrees(value: Value, seen: object) -> bool:
    """Whether what is known is what was seen: its type too, as far as it is known."""
    if value is UNKNOWN:
        return True
    if isinstance(value, Items):
        if type(seen) is not (list if value.is_list else tuple) or len(seen) != len(value.items):
            return False
        return all(agrees(item, real) for item, real in zip(value.items, seen, strict=True))
    assert isinstance(value, Known)
    return type(value.value) is type(seen) and value.value == seen


def compiled(text: str) -> CodeType:
    """The program; one that Python refuses (an annotated name that is global) is no example."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return compile(text, "program", "exec")
        except SyntaxError:
            reject()


def assert_never_guesses(text: str) -> None:
    text = numbered(f"a, b, c = 1, 2, 3\n{text}")
    values = probed(text)
    for number, seen in observed(text).items():
        for real in seen:
            assert agrees(values[number], real), f"probe {number} is {real!r}, not {values[number]!r}, in\n{text}"


INSIDE: dict[str, Callable[[str], str]] = {
    "module": lambda body: body,
    "function": lambda body: f"def run():\n    a, b, c = 4, 5, 6\n{indented([body])}\nrun()",
    "class": lambda body: f"class Run:\n    a, b, c = 4, 5, 6\n{indented([body])}",
    "global": lambda body: f"a = 1\ndef run():\n    global a, b\n{indented([body])}\nrun()\nprobe(#, a)\nprobe(#, b)",
    "nested": lambda body: (
        "def outer():\n    a = 7\n    def run():\n        nonlocal a\n"
        f"{indented([indented([body])])}\n    probe(#, a)\n    run()\n    probe(#, a)\nouter()"
    ),
}
often = settings(max_examples=100, derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@pytest.mark.parametrize("place", INSIDE.values(), ids=INSIDE)
@given(body=bodies)
@often
def test_a_known_value_is_the_program_s(place: Callable[[str], str], body: list[str]) -> None:
    assert_never_guesses(place("\n".join([*body, "probe(#, a)", "probe(#, (a, b, c))"])))


@given(first=bodies, second=bodies, third=bodies)
@often
def test_a_function_sees_what_its_module_has_when_it_is_called(
    first: list[str], second: list[str], third: list[str]
) -> None:
    function = f"def look():\n{indented(['probe(#, a)', 'probe(#, (b, c))'])}"
    assert_never_guesses("\n".join([*first, function, *second, "look()", *third, "look()"]))


@given(first=bodies, second=bodies)
@often
def test_a_method_sees_what_the_attributes_have_when_it_is_called(first: list[str], second: list[str]) -> None:
    def attributes(body: list[str]) -> str:
        text = "\n".join(statement for statement in body if ":=" not in statement)
        return indented([indented([re.sub(r"\b([abc])\b", r"self.\1", text)])])

    assert_never_guesses(
        f"class Run:\n    def __init__(self):\n{attributes(['a, b, c = 4, 5, 6', *first])}\n"
        f"    def look(self):\n{attributes(['probe(#, a)', *second, 'probe(#, (a, b, c))'])}\n"
        "run = Run()\nrun.look()\nrun.look()\n"
    )


# --- Values that are known -------------------------------------------------------------------------------------------


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


# --- Constants from other modules ------------------------------------------------------------------------------------


class Project:
    """A folder with modules in it."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def write(self, path: str, text: str = "") -> Path:
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
        return file

    def known(self, path: str, statement: str, expression: str) -> Value:
        """What the module at ``path`` knows after a statement."""
        text = f"{statement}\nprobe(0, {expression})\n"
        return probed(text, str(self.write(path, text)))[0]


@pytest.fixture
def project(tmp_path: Path) -> Project:
    made = Project(tmp_path / "project")
    made.write("pyproject.toml")
    made.write("pkg/__init__.py", "HERE = 7\n")
    made.write("pkg/config.py", "import os\nK = 3\nPAIR = (K, K + 1)\nTWICE = 1\nTWICE = 2\nOPEN = os.cpu_count()\n")
    made.write("pkg/sub/__init__.py")
    made.write("pkg/sub/sizes.py", "from ..config import K\nDEEP = 11\n")
    made.write("top.py", "K = 5\n")
    return made


@pytest.mark.parametrize(
    ("statement", "expression", "value"),
    [
        ("from .config import K", "K", 3),
        ("from .config import K as J", "J", 3),
        ("from .config import PAIR", "PAIR", (3, 4)),
        ("from .config import PAIR", "PAIR[1]", 4),
        ("from pkg.config import K", "K + 1", 4),
        ("from . import config", "config.K", 3),
        ("from pkg import config as c", "c.K", 3),
        ("import pkg.config", "pkg.config.K", 3),
        ("import pkg.config as c", "c.K", 3),
        ("from . import HERE", "HERE", 7),
        ("from .sub.sizes import DEEP", "DEEP", 11),
        ("from .sub import sizes", "sizes.DEEP", 11),
        ("from top import K", "K", 5),
    ],
)
def test_a_constant_of_another_module_is_read(project: Project, statement: str, expression: str, value: object) -> None:
    assert plain(project.known("pkg/model.py", statement, expression)) == value


@pytest.mark.parametrize(
    ("statement", "expression"),
    [
        ("from .config import TWICE", "TWICE"),
        ("from .config import OPEN", "OPEN"),
        ("from .config import MISSING", "MISSING"),
        ("from .missing import K", "K"),
        ("from . import config", "config"),
        ("from .model import K\nK2 = K", "K2"),
        ("from ...outside import K", "K"),
        ("from ....far.outside import K", "K"),
        ("from outside import K", "K"),
        ("import outside", "outside.K"),
        ("try:\n    from .config import K\nexcept ImportError:\n    from top import K", "K"),
        ("from .loop import K", "K"),
        ("from .broken import K", "K"),
        ("from .nul import K", "K"),
        ("from .folder import K", "K"),
    ],
)
def test_what_cannot_be_told_of_another_module_is_unknown(project: Project, statement: str, expression: str) -> None:
    (project.root.parent / "outside.py").write_text("K = 3\n")
    project.write("pkg/loop.py", "from .model import K\n")
    project.write("pkg/broken.py", "K = 3\ndef (:\n")
    project.write("pkg/nul.py", "K = 3\n\0")
    (project.root / "pkg/folder.py").mkdir()
    assert project.known("pkg/model.py", statement, expression) is UNKNOWN


@pytest.mark.parametrize("framework", ["mindspore", "torch"])
@pytest.mark.parametrize("statement", ["from {} import K", "from {}.nn import K", "import {}.nn\nK = {}.nn.K"])
def test_a_framework_beside_the_file_is_not_read(project: Project, framework: str, statement: str) -> None:
    project.write(f"{framework}/__init__.py", "K = 3\n")
    project.write(f"{framework}/nn.py", "K = 3\n")
    assert project.known("model.py", statement.format(framework, framework), "K") is UNKNOWN


def test_a_module_is_never_executed(project: Project) -> None:
    project.write("pkg/harm.py", "import pathlib\npathlib.Path(__file__ + '.ran').touch()\nK = 3\n")
    assert plain(project.known("pkg/model.py", "from .harm import K", "K")) == 3
    assert not (project.root / "pkg/harm.py.ran").exists()


def test_a_file_that_is_not_there_reads_nothing_beside_it() -> None:
    assert probed("from .config import K\nprobe(0, K)\n", "<stdin>")[0] is UNKNOWN


# --- As it shows in findings -----------------------------------------------------------------------------------------


def test_a_padding_from_another_module_is_judged_as_if_it_stood_here(project: Project) -> None:
    text = f"{HEAD}from .config import K, OPEN\nnn.Conv2d(3, 4, 3, padding=K)\nnn.Conv2d(3, 4, 3, padding=OPEN)\n"
    assert codes(text, path=project.root / "pkg/model.py") == ["MSC102", "MSC201", "MSC108"]


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
