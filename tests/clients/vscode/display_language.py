"""A VS Code whose display language is Chinese, without the words of one: those come from a shop that is not asked."""

from __future__ import annotations

import json
from pathlib import Path


def offer_chinese(data: Path) -> None:
    """Have VS Code take Chinese for a language that it has, as after installing a language pack."""
    words = data / "main.i18n.json"
    words.write_text(json.dumps({"version": "1.0.0", "contents": {}}))
    pack = {
        "hash": "0",
        "label": "中文(简体)",
        "extensions": [{"extensionIdentifier": {"id": "ms-ceintl.vscode-language-pack-zh-hans"}, "version": "1.0.0"}],
        "translations": {"vscode": str(words)},
    }
    (data / "languagepacks.json").write_text(json.dumps({"zh-cn": pack}))
    # Without this file the language is English, whatever the browser asks for.
    (data / "User" / "argv.json").write_text("{}")
