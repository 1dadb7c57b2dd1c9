"""Write the page of every rule, ``docs/rules/<CODE>.md``: the docstring of its module, and what was measured of it.

``python docs/generate.py`` writes them, ``python docs/generate.py --check`` only says which would change.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from ms_convlint.rules.registry import RULES, Rule

PAGES = Path(__file__).parent / "rules"
INDEX = "README.md"


def page(rule: Rule) -> str:
    """Return the text of a rule's page."""
    return "\n\n".join(filter(None, [rule.page.strip(), rule.measured])) + "\n"


def index() -> str:
    """Return the table of all rules."""
    rows = [
        f"| [{rule.code}]({rule.code}.md) | `{rule.symbol}` | {rule.message_id} | {rule.summary} "
        f"| {'certain' if rule.certain else 'implied'} |"
        for rule in RULES
    ]
    head = ["# Rules", "", "| code | symbol | pylint's id | about | |", "|---|---|---|---|---|"]
    return "\n".join([*head, *rows, ""])


def pages() -> dict[Path, str]:
    """Return what the folder has to hold."""
    return {PAGES / INDEX: index()} | {PAGES / f"{rule.code}.md": page(rule) for rule in RULES}


def stale_pages() -> list[Path]:
    """Return the pages that are missing, differ or belong to no rule."""
    wanted = pages()
    present = {path: path.read_text(encoding="utf-8") for path in PAGES.glob("*.md")}
    return sorted(path for path in wanted.keys() | present.keys() if wanted.get(path) != present.get(path))


def write() -> None:
    """Bring the folder up to date."""
    wanted = pages()
    PAGES.mkdir(exist_ok=True)
    for path in stale_pages():
        if path in wanted:
            path.write_text(wanted[path], encoding="utf-8", newline="\n")
        else:
            path.unlink()


def main() -> int:
    """Run the script; with ``--check``, 1 where a page is not what the docstrings say."""
    parser = argparse.ArgumentParser(description="Write the pages of the rules from their docstrings.")
    parser.add_argument("--check", action="store_true", help="write nothing, say which pages would change")
    if not parser.parse_args().check:
        write()
        return 0
    stale = stale_pages()
    for path in stale:
        sys.stderr.write(f"docs/rules/{path.name} is out of date: run python docs/generate.py\n")
    return 1 if stale else 0


if __name__ == "__main__":
    sys.exit(main())
