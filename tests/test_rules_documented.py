"""Rules, codes, symbols, ids, pages, fixtures and the README's table are one and the same set."""

from __future__ import annotations

import importlib.util
import re
import sys
from pathlib import Path
from types import ModuleType

import pytest

from ms_convlint import rules
from ms_convlint.finding import UNREADABLE
from ms_convlint.rules.registry import RULES, Rule

ROOT = Path(__file__).parent.parent
CODES = [rule.code for rule in RULES]
each_rule = pytest.mark.parametrize("rule", RULES, ids=CODES)


def load_generator() -> ModuleType:
    spec = importlib.util.spec_from_file_location("generate", ROOT / "docs" / "generate.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def test_codes_symbols_and_ids_are_used_once() -> None:
    assert len(set(CODES)) == len(RULES)
    assert len({rule.symbol for rule in RULES}) == len(RULES)
    assert len({rule.message_id for rule in RULES}) == len(RULES)
    assert sorted(CODES) == CODES
    assert UNREADABLE not in CODES


@each_rule
def test_names_have_the_forms_that_the_hosts_take(rule: Rule) -> None:
    assert re.fullmatch(r"MSC[1-8][0-9]{2}", rule.code)
    assert re.fullmatch(r"ms(-[a-z]+)+", rule.symbol)
    assert rule.message_id == f"{rule.severity.value[0].upper()}69{rule.code[3]}{rule.code[5]}"


def test_every_rule_has_a_module_and_every_module_a_rule() -> None:
    (folder,) = rules.__path__
    modules = [path.stem.upper() for path in sorted(Path(folder).glob("msc*.py"))]
    assert modules == CODES


def test_every_rule_has_fixtures_and_every_folder_of_fixtures_a_rule() -> None:
    folders = sorted(path.name for path in (ROOT / "fixtures").glob("MSC*"))
    assert folders == CODES


@each_rule
def test_a_page_says_what_why_and_shows_an_example(rule: Rule) -> None:
    headings = re.findall(r"^## (.*)$", rule.page, re.MULTILINE)
    assert headings[:4] == ["What it does", "Why is this bad", "Example", "Use instead"]
    assert "Fix safety" in headings
    assert rule.page.startswith(f"# {rule.symbol} ({rule.code})\n")


def test_the_pages_are_what_the_docstrings_say() -> None:
    assert load_generator().stale_pages() == [], "run python docs/generate.py"


def test_the_readme_lists_the_rules_and_their_symbols() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| \[?(MSC\d{3})\]?.*?\| `([a-z-]+)` \|", readme, re.MULTILINE)
    assert rows == [(rule.code, rule.symbol) for rule in RULES]


def test_the_readme_links_to_every_page() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert [code for code in CODES if f"docs/rules/{code}.md" not in readme] == []
