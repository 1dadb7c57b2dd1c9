"""A language pack, so that VS Code's display language can be Chinese; its own words stay English."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

MANIFEST = {
    "name": "language-pack",
    "publisher": "ms-convlint-tests",
    "version": "0.0.0",
    "engines": {"vscode": "^1.82.0"},
    "contributes": {
        "localizations": [
            {
                "languageId": "zh-cn",
                "languageName": "Chinese Simplified",
                "localizedLanguageName": "中文(简体)",
                "translations": [{"id": "vscode", "path": "./main.i18n.json"}],
            }
        ]
    },
}


def package(path: Path) -> Path:
    """Write the language pack as a .vsix."""
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("extension/package.json", json.dumps(MANIFEST))
        archive.writestr("extension/main.i18n.json", json.dumps({"version": "1.0.0", "contents": {}}))
    return path
