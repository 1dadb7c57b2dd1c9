"""What the extension says and offers, looked at without VS Code."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from ms_convlint.hosts.language_server.client_settings import client_settings
from ms_convlint.version import __version__
from tests.clients.vscode.extension import SOURCES
from tests.clients.vscode.workspaces import PAGE

pytestmark = pytest.mark.clients

OF_THE_EXTENSION_ALONE = {"interpreter", "trace.server"}


def read(name: str) -> Any:
    return json.loads((SOURCES / name).read_text(encoding="utf-8"))


def settings() -> set[str]:
    """The settings of the extension, without the name of their section."""
    return {
        name.removeprefix("msConvlint.") for name in read("package.json")["contributes"]["configuration"]["properties"]
    }


def test_titles_and_descriptions_are_there_in_both_languages() -> None:
    named = set(re.findall(r'"%(.+?)%"', (SOURCES / "package.json").read_text(encoding="utf-8")))
    assert set(read("package.nls.json")) == named
    assert set(read("package.nls.zh-cn.json")) == named


def test_messages_are_there_in_both_languages() -> None:
    sources = "".join(path.read_text(encoding="utf-8") for path in sorted(SOURCES.glob("src/*.ts")))
    said = set(re.findall(r'l10n\.t\(\s*"(.+?)"', sources))
    bundle = read("l10n/bundle.l10n.zh-cn.json")
    assert set(bundle) == said
    for english, chinese in bundle.items():
        assert sorted(re.findall(r"\{\d\}", english)) == sorted(re.findall(r"\{\d\}", chinese))


@pytest.mark.parametrize("page", [PAGE, SOURCES / "README.md"], ids=lambda page: page.name)
def test_the_pages_name_all_settings(page: Any) -> None:
    text = page.read_text(encoding="utf-8")
    table = text[text.index("| setting |") :].split("\n\n")[0]
    assert {name.removeprefix("msConvlint.") for name in re.findall(r"`(msConvlint\.[\w.]+)`", table)} == settings()


@pytest.mark.parametrize("name", sorted(settings() - OF_THE_EXTENSION_ALONE))
def test_the_server_knows_the_setting(name: str) -> None:
    means_nothing = {"a": "table"}
    assert client_settings({name: means_nothing}).problems


def test_the_extension_has_the_version_of_the_package() -> None:
    assert read("package.json")["version"] == read("package-lock.json")["version"] == __version__
