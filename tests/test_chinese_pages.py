"""A page in Chinese says what the English one does: block by block, with the same code, figures and links."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import pytest

from ms_convlint.languages import in_language
from ms_convlint.rules.registry import RULES, Rule

ROOT = Path(__file__).parent.parent
PAIRS = {"README.md": "README_CN.md"} | {
    f"docs/rules/{page.name}": f"docs/rules/zh/{page.name}" for page in sorted((ROOT / "docs/rules").glob("*.md"))
}
RULE_PAGES = {english: chinese for english, chinese in PAIRS.items() if Path(english).name.startswith("MSC")}
TITLES = {
    "What it does": "检查内容",
    "Why is this bad": "问题所在",
    "Example": "示例",
    "Use instead": "推荐写法",
    "Fix safety": "修复的安全性",
    "Measured": "实测",
}
NUMERALS = {
    spelled: numeral
    for numeral, *words in (
        ("三", "three", "third"),
        ("四", "four", "fourth"),
        ("五", "five", "fifth"),
        ("六", "six", "sixth"),
        ("七", "seven", "seventh"),
        ("八", "eight", "eighth"),
        ("九", "nine", "ninth"),
        ("十", "ten", "tenth"),
        ("十四", "fourteen", "fourteenth"),
        ("十六", "sixteen", "sixteenth"),
    )
    for spelled in words
}
HAN = "\u3400-\u9fff"
SENTENCE_ENDS = "。："
FULL_WIDTH = "\u3000-\u303f\uff00-\uffef\u2018-\u201d\u2026\u2014"
each_pair = pytest.mark.parametrize(("english", "chinese"), PAIRS.items(), ids=PAIRS)
each_rule = pytest.mark.parametrize(("english", "chinese"), RULE_PAGES.items(), ids=RULE_PAGES)


@dataclass(frozen=True)
class Block:
    """A paragraph, a list, a table, a piece of code or a mark."""

    kind: str
    lines: tuple[str, ...]

    @property
    def text(self) -> str:
        return " ".join(line.strip() for line in self.lines)

    @property
    def spans(self) -> list[str]:
        return re.findall(r"`([^`]+)`", self.text)

    @property
    def links(self) -> list[str]:
        return re.findall(r"\]\(([^)]+)\)", self.text)

    @property
    def prose(self) -> str:
        """What is read: a piece of code is an x, a link is its text, and nothing is emphasized."""
        text = re.sub(r"`[^`]+`", "x", self.text)
        return re.sub(r"!?\[([^]]*)\]\([^)]*\)", r"\1", text).replace("*", "")

    @property
    def figures(self) -> Counter[str]:
        """The numbers, those from three on that are spelled out as well."""
        spelled = re.findall(r"[a-z]+|[三四五六七八九十]+", self.prose.lower())
        numerals = [NUMERALS.get(word, word) for word in spelled]
        return Counter(re.findall(r"\d(?:[\d.,]*\d)?", self.prose)) + Counter(
            numeral for numeral in numerals if numeral in NUMERALS.values()
        )

    @property
    def items(self) -> list[str]:
        """The lines with which the items of a list begin, or the rows of a table."""
        begins = {"list": r"\s*(-|\d+\.) ", "table": r"\|"}.get(self.kind)
        return [line for line in self.lines if begins is not None and re.match(begins, line)]

    @property
    def rows(self) -> list[list[str]]:
        return [re.split(r"(?<!\\)\|", line.strip("|")) for line in self.lines]


@dataclass(frozen=True)
class Section:
    level: int
    title: str
    blocks: tuple[Block, ...]

    @property
    def shape(self) -> list[tuple[str, int]]:
        """What stands below the heading: items are counted, and the rows of tables."""
        return [(block.kind, len(block.items)) for block in self.blocks]


def sections(path: str) -> list[Section]:
    """The sections of a page, in their order."""
    found: list[tuple[str, list[Block]]] = []
    for block in blocks((ROOT / path).read_text(encoding="utf-8").splitlines()):
        if block.kind == "heading":
            found.append((block.text, []))
        else:
            found[-1][1].append(block)
    return [Section(len(heading.split(" ")[0]), heading.partition(" ")[2], tuple(below)) for heading, below in found]


def blocks(lines: list[str]) -> list[Block]:
    found: list[tuple[str, list[str]]] = []
    kind = "blank"
    for line in lines:
        closes = kind == "code" and line.startswith("```") and len(found[-1][1]) > 0
        begins = "code" if kind == "code" else kind_of(line, kind)
        if begins != kind or begins in ("heading", "mark") or (begins == "code" and not found[-1][1]):
            found.append((begins, []))
        found[-1][1].append(line)
        kind = "blank" if closes else begins
    return [Block(kind, tuple(text)) for kind, text in found if kind != "blank"]


def kind_of(line: str, before: str) -> str:
    if not line.strip():
        return "blank"
    kinds = {"```": "code", "#": "heading", "|": "table", "<!--": "mark", "- ": "list"}
    kind = next((kind for start, kind in kinds.items() if line.startswith(start)), "paragraph")
    if re.match(r"\d+\. ", line) or (before == "list" and kind == "paragraph"):
        return "list"
    return kind


def both(english: str, chinese: str) -> list[tuple[Section, Section]]:
    return list(zip(sections(english), sections(chinese), strict=True))


def both_blocks(english: str, chinese: str) -> list[tuple[Block, Block]]:
    return [pair for one, other in both(english, chinese) for pair in zip(one.blocks, other.blocks, strict=True)]


def test_every_page_has_its_chinese_one() -> None:
    pages = {path.relative_to(ROOT).as_posix() for path in (ROOT / "docs/rules/zh").glob("*.md")}
    assert pages == set(PAIRS.values()) - {"README_CN.md"}


@each_pair
def test_the_headings_and_what_stands_below_them_are_the_same(english: str, chinese: str) -> None:
    for one, other in both(english, chinese):
        assert (other.level, other.shape) == (one.level, one.shape), one.title
        assert re.search(f"[{HAN}]", other.title) or other.title == one.title


@each_rule
def test_the_titles_of_a_rules_page_are_always_said_in_the_same_way(english: str, chinese: str) -> None:
    for one, other in both(english, chinese):
        assert other.title == TITLES.get(one.title, one.title)


@pytest.mark.parametrize("rule", RULES, ids=[rule.code for rule in RULES])
def test_the_readme_says_of_a_rule_what_reports_say(rule: Rule) -> None:
    tables = [block.rows for section in sections("README_CN.md") for block in section.blocks if block.kind == "table"]
    (about,) = [row[3] for rows in tables for row in rows if rule.symbol in row[1]]
    assert about.replace("`", "").strip() == in_language(rule.summary, "zh")


@each_pair
def test_code_is_the_same_but_for_comments(english: str, chinese: str) -> None:
    for one, other in both_blocks(english, chinese):
        if one.kind in ("code", "mark"):
            for line, other_line in zip(one.lines, other.lines, strict=True):
                code, comment = commented(line)
                other_code, other_comment = commented(other_line)
                assert other_code == code
                assert other_comment == comment or (comment and re.search(f"[{HAN}]", other_comment))


def commented(line: str) -> tuple[str, str]:
    code, hash_sign, comment = re.split(r"((?:^|(?<=\s))# )", line, maxsplit=1) if "# " in line else (line, "", "")
    return code, hash_sign + comment


@each_pair
def test_code_within_the_text_is_the_same(english: str, chinese: str) -> None:
    for one, other in both_blocks(english, chinese):
        if one.kind != "code":
            assert Counter(other.spans) == Counter(one.spans)


@each_pair
def test_the_figures_are_the_same(english: str, chinese: str) -> None:
    for one, other in both_blocks(english, chinese):
        if one.kind == "table":
            assert [[figures(cell) for cell in row] for row in other.rows] == [
                [figures(cell) for cell in row] for row in one.rows
            ]
        elif one.kind != "code":
            assert other.figures == one.figures, other.text


def figures(cell: str) -> Counter[str]:
    return Block("paragraph", (cell,)).figures


@each_pair
def test_the_pages_lead_to_each_other(english: str, chinese: str) -> None:
    for page, other, name in ((english, chinese, "简体中文"), (chinese, english, "English")):
        line = sections(page)[0].blocks[0]
        assert [resolved(page, link) for link in line.links] == [other]
        assert f"[{name}](" in line.text


@each_pair
def test_links_lead_to_the_chinese_page_where_there_is_one(english: str, chinese: str) -> None:
    for one, other in both_blocks(english, chinese)[1:]:
        if one.kind != "code":
            wanted = Counter(in_chinese(resolved(english, link)) for link in one.links)
            assert Counter(without_place(resolved(chinese, link)) for link in other.links) == wanted


@each_pair
def test_the_places_that_links_name_are_there(english: str, chinese: str) -> None:
    for _, other in both_blocks(english, chinese):
        for link in other.links if other.kind != "code" else ():
            target, _, place = resolved(chinese, link).partition("#")
            assert "://" in link or (ROOT / target).exists(), link
            assert not place or place in [slug(section.title) for section in sections(target)], link


def resolved(page: str, link: str) -> str:
    """The path of what a link leads to, from the root of the repository."""
    if "://" in link:
        return link
    if link.startswith("#"):
        return page + link
    return (ROOT / page).parent.joinpath(link).resolve().relative_to(ROOT.resolve()).as_posix()


def without_place(target: str) -> str:
    return target.partition("#")[0]


def in_chinese(target: str) -> str:
    return PAIRS.get(without_place(target), without_place(target))


def slug(title: str) -> str:
    return re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-")


@each_pair
def test_no_english_is_left(english: str, chinese: str) -> None:
    for _, other in both_blocks(english, chinese):
        if other.kind not in ("code", "mark"):
            assert re.findall(r"[A-Za-z'-]+(?: [A-Za-z'-]+){3,}", other.prose) == []


@each_pair
def test_chinese_has_its_own_punctuation_and_spaces(english: str, chinese: str) -> None:
    wrong = {
        "half-width punctuation": rf"[{HAN}{FULL_WIDTH}][,;:!?()]|[,;:!?()][{HAN}]|[{HAN}]\.(?!\w)",
        "no space beside Latin": rf"[{HAN}][A-Za-z0-9]|[A-Za-z0-9%][{HAN}]",
        "a space beside Chinese": rf"[{HAN}{FULL_WIDTH}] +[{HAN}{FULL_WIDTH}]|[{FULL_WIDTH}] +\w|\w +[{FULL_WIDTH}]",
    }
    for _, other in both_blocks(english, chinese):
        if other.kind not in ("code", "mark"):
            for what, pattern in wrong.items():
                for cell in re.split(r"(?<!\\)\|", other.prose):
                    assert re.findall(pattern, cell) == [], f"{what}: {cell}"


@each_pair
def test_sentences_end_and_break_in_chinese(english: str, chinese: str) -> None:
    for _, other in both_blocks(english, chinese):
        if other.kind == "paragraph" and not other.text.startswith("![") and " | " not in other.prose:
            assert re.search(r"[,;:!?](\s|$)", other.prose) is None, other.prose
            assert re.search(rf"[{SENTENCE_ENDS}]）?$", other.prose), other.prose
