"""``ms-convlint explain`` on a terminal: Chinese lines are filled, punctuation keeps its place, nothing is lost."""

from __future__ import annotations

import io
import re
from collections import Counter

import pytest
from rich.cells import cell_len
from rich.console import Console

from ms_convlint.reports.page import Page
from ms_convlint.rules.registry import RULES, Rule

WIDTHS = (60, 80, 90, 200)
BEFORE_NOTHING = "，。、；：！？）”"
each_rule = pytest.mark.parametrize("rule", RULES, ids=[rule.code for rule in RULES])


def printed(markdown: str, width: int) -> list[str]:
    stream = io.StringIO()
    Console(file=stream, width=width).print(Page(markdown))
    return [line.rstrip() for line in stream.getvalue().splitlines()]


def characters(lines: list[str]) -> Counter[str]:
    return Counter(re.sub(r"[\s─]", "", "".join(lines)))


def test_a_line_is_broken_between_chinese_characters() -> None:
    assert printed("没有任何报错，检查点照常加载。", 10) == ["没有任何报", "错，检查点", "照常加载。"]


def test_punctuation_does_not_begin_a_line_and_a_bracket_does_not_end_one() -> None:
    assert printed("没有任何报错，检查点", 12) == ["没有任何报", "错，检查点"]
    assert printed("没有任何报（检查点）", 12) == ["没有任何报", "（检查点）"]


def test_a_word_is_not_broken() -> None:
    assert printed("现在会抛出 ValueError 吗", 16) == ["现在会抛出", "ValueError 吗"]


def test_english_is_broken_at_spaces() -> None:
    assert printed("it raises\nValueError today", 12) == ["it raises", "ValueError", "today"]


@each_rule
@pytest.mark.parametrize("width", WIDTHS)
def test_no_page_loses_a_character_or_is_too_wide(rule: Rule, width: int) -> None:
    page = f"{rule.page_in('zh')}\n{rule.measured_in('zh')}"
    lines = printed(page, width)
    assert characters(lines) == characters(printed(page, 2000))
    assert max(map(cell_len, lines)) <= width


@each_rule
def test_no_paragraph_has_a_line_that_begins_with_punctuation(rule: Rule) -> None:
    assert [line for line in printed(rule.page_in("zh"), 80) if line.startswith(tuple(BEFORE_NOTHING))] == []
