"""Whatever the package says to people, the catalog says in Chinese: completely, and with the same code in it."""

from __future__ import annotations

import ast
import importlib.util
import re
import sys
from pathlib import Path
from types import ModuleType

import pytest

CATALOG = Path(__file__).parent.parent / "docs" / "catalog.py"
TAKES_TEXT = frozenset(
    {
        "Fix",
        "Finding",
        "placed",
        "unreadable",
        "Unreadable",
        "SettingsError",
        "SourceError",
        "UntranslatableError",
        "UntouchableError",
        "UnsayableError",
        "RewritingError",
        "FixingError",
    }
)
CODE = re.compile(
    r"""
    "[^"]*"                     # values in quotes
  | --[a-z]+(?:-[a-z]+)*        # options
  | [A-Za-z]+Error\b
  | \bMSC\d*\b
  | \b\w*[a-z0-9]_\w+           # names of arguments and functions
  | \b\w+(?:\.\w+)+\b           # dotted names, numbers
  | \b\d+(?:e-?\d+)?
  | \b(?:torch|MindSpore|bool|int|tuple|Conv\dd\w*|exclude|Cell)\b
    """,
    re.VERBOSE,
)
"""What stands in a text for a program or a figure: it is the same in every language."""
NAMES = frozenset(
    re.findall(
        r"\w+",
        """
    torch MindSpore Python TOML toml UTF ms convlint pyproject tool pip install lsp locale MSC2 MSC101 implicit
    Conv1d Conv1dTranspose Conv2dTranspose ops BiasAdd Parameter Tensor Cell SyntaxError TypeError ValueError
    pad_mode padding padding_mode output_padding kernel_size stride dilation in_channels has_bias bias bias_init
    weight_init dtype data_format data same valid pad mode k p op
    value name ndim if and expand_dims weight unsqueeze load_param_into_net partial super __init__ args kwargs
    bool int tuple True False path code call count vendor
    all auto baseline diff exclude filename fix fixes ignore select stdin text unsafe write x
    """,
    )
)
"""The words of Latin letters that a Chinese text may hold: names, and what stands in code."""


def load_catalog() -> ModuleType:
    spec = importlib.util.spec_from_file_location("catalog", CATALOG)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


catalog = load_catalog()
TRANSLATED = [
    pytest.param(english, translated, id=english[:60])
    for source in catalog.SOURCES
    for english, translated in catalog.texts(catalog.read(source)).items()
]
each_text = pytest.mark.parametrize(("english", "chinese"), TRANSLATED)


@pytest.mark.parametrize("source", catalog.SOURCES, ids=catalog.language)
def test_nothing_is_missing_left_over_or_not_compiled(source: Path) -> None:
    assert list(catalog.complaints(source)) == [], "run python docs/catalog.py, and translate what it names"


@pytest.mark.parametrize("path", sorted(catalog.PACKAGE.rglob("*.py")), ids=lambda path: path.stem)
def test_no_text_for_people_is_given_unsaid(path: Path) -> None:
    """A message that is a plain string would stay English."""
    unsaid = [
        f"{path.name}:{value.lineno}"
        for node in ast.walk(ast.parse(path.read_bytes()))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in TAKES_TEXT
        for value in (*node.args, *(keyword.value for keyword in node.keywords))
        if isinstance(value, ast.JoinedStr)
        or (isinstance(value, ast.Constant) and isinstance(value.value, str) and " " in value.value)
    ]
    assert unsaid == []


@each_text
def test_code_and_figures_are_the_same(english: str, chinese: str) -> None:
    for code in CODE.findall(english):
        assert code in chinese


@each_text
def test_no_english_is_left(english: str, chinese: str) -> None:
    assert set(re.findall(r"\b[A-Za-z_]\w*", without_fields(chinese))) <= NAMES


def without_fields(template: str) -> str:
    return re.sub(r"\{\w+\}|%\(\w+\)[rs]|%[rs]", " ", template)


@pytest.mark.parametrize(
    ("before", "after", "complaint"),
    [
        ('msgstr "归一化层"', 'msgstr ""', "not translated: 'norm'"),
        ('msgid "norm"', 'msgid "normal"', "said by nobody: 'normal'"),
        ('msgid "norm"', '#, fuzzy\nmsgid "norm"', "fuzzy: 'norm'"),
        ("{activation}，没有{norm}", "{activation}，没有", "other fields: '{activation} follows, no {norm}'"),
        ('msgstr "归一化层"', 'msgstr "标准化层"', "not compiled"),
    ],
)
def test_a_fault_of_the_catalog_is_told(before: str, after: str, complaint: str, tmp_path: Path) -> None:
    (original,) = catalog.SOURCES
    folder = tmp_path / "zh" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    changed = folder / original.name
    changed.write_text(original.read_text(encoding="utf-8").replace(before, after, 1), encoding="utf-8")
    changed.with_suffix(".mo").write_bytes(original.with_suffix(".mo").read_bytes())
    assert complaint in list(catalog.complaints(changed))
