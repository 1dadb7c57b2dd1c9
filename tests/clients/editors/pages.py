"""The configurations that docs/editors shows, which the tests load into the editors."""

from __future__ import annotations

import re

from clients.installed import ROOT


def block(page: str, mark: str) -> str:
    """The block of a page that stands below the line ``<!-- mark -->``, without its fence."""
    path = ROOT / "docs" / "editors" / page
    pattern = rf"^<!-- {re.escape(mark)} -->\n```\w*\n(.*?)^```$"
    found = re.findall(pattern, path.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
    assert len(found) == 1, f"{path} has {len(found)} blocks below <!-- {mark} -->"
    return found[0]
