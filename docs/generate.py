"""Write the page of every rule in every language, ``docs/rules/<CODE>.md`` and ``docs/rules/zh/<CODE>.md``.

A page is what the package has of it (the docstring of the rule's module, or the file of another language beside it), a
line that leads to the other languages, and what was measured of the rule. ``python docs/generate.py`` writes the pages,
``python docs/generate.py --check`` only says which would change.
"""

from __future__ import annotations

import argparse
import sys
from dataclasses import dataclass
from pathlib import Path

from ms_convlint.languages import ENGLISH, LANGUAGES, in_language
from ms_convlint.reports.codes import ALL_RULES
from ms_convlint.rules.registry import RULES, Rule

PAGES = Path(__file__).parent / "rules"
INDEX = "README.md"


@dataclass(frozen=True)
class Words:
    """What an index says in its language."""

    name: str
    title: str
    head: str
    certain: str
    implied: str


WORDS = {
    ENGLISH: Words(
        name="English",
        title="Rules",
        head="| code | symbol | pylint's id | about | |",
        certain="certain",
        implied="implied",
    ),
    "zh": Words(
        name="简体中文",
        title="规则",
        head="| 编号 | 符号名 | pylint 编号 | 内容 | |",
        certain="确定",
        implied="推断",
    ),
}


def folder(language: str) -> Path:
    """Where the pages of a language stand."""
    return PAGES if language == ENGLISH else PAGES / language


def links(name: str, language: str) -> str:
    """The line of a page that leads to the same page in the other languages."""
    return " | ".join(_link(name, language, other) for other in LANGUAGES)


def _link(name: str, language: str, other: str) -> str:
    if other == language:
        return WORDS[other].name
    steps = (".." if language != ENGLISH else "", other if other != ENGLISH else "", name)
    return f"[{WORDS[other].name}]({'/'.join(filter(None, steps))})"


def page(rule: Rule, language: str) -> str:
    """Return the text of a rule's page."""
    title, _, sections = rule.page_in(language).strip().partition("\n\n")
    parts = [title, links(f"{rule.code}.md", language), sections, rule.measured_in(language)]
    return "\n\n".join(filter(None, parts)) + "\n"


def index(language: str) -> str:
    """Return the table of all rules; what the command alone reports has no id of pylint's."""
    words = WORDS[language]
    table = [words.head, "|---|---|---|---|---|", *(_row(rule, language) for rule in ALL_RULES)]
    return "\n".join([f"# {words.title}", "", links(INDEX, language), "", *table, ""])


def _row(rule: Rule, language: str) -> str:
    kind = WORDS[language].certain if rule.certain else WORDS[language].implied
    message_id = rule.message_id if rule in RULES else ""
    about = in_language(rule.summary, language)
    return f"| [{rule.code}]({rule.code}.md) | `{rule.symbol}` | {message_id} | {about} | {kind} |"


def pages() -> dict[Path, str]:
    """Return what the folders have to hold."""
    indices = {folder(language) / INDEX: index(language) for language in LANGUAGES}
    return indices | {
        folder(language) / f"{rule.code}.md": page(rule, language) for language in LANGUAGES for rule in ALL_RULES
    }


def stale_pages() -> list[Path]:
    """Return the pages that are missing, differ or belong to no rule."""
    wanted = pages()
    present = {path: path.read_text(encoding="utf-8") for path in PAGES.rglob("*.md")}
    return sorted(path for path in wanted.keys() | present.keys() if wanted.get(path) != present.get(path))


def write() -> None:
    """Bring the folders up to date."""
    wanted = pages()
    for path in stale_pages():
        if path in wanted:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(wanted[path], encoding="utf-8", newline="\n")
        else:
            path.unlink()


def main() -> int:
    """Run the script; with ``--check``, 1 where a page is not what the package says."""
    parser = argparse.ArgumentParser(description="Write the pages of the rules, in every language.")
    parser.add_argument("--check", action="store_true", help="write nothing, say which pages would change")
    if not parser.parse_args().check:
        write()
        return 0
    stale = stale_pages()
    for path in stale:
        sys.stderr.write(f"docs/rules/{path.relative_to(PAGES)} is out of date: run python docs/generate.py\n")
    return 1 if stale else 0


if __name__ == "__main__":
    sys.exit(main())
