"""Settings by way of the protocol: the client's, pyproject.toml's, and what happens when either changes."""

from __future__ import annotations

from pathlib import Path

import pytest
from lsprotocol import types

from .editors.texts import CARELESS, CODES
from .session import Session, session

pytestmark = [pytest.mark.clients, pytest.mark.asyncio]

PUSHED, PULLED = "visual_studio_code", "neovim@v0.11"
ALWAYS = "from mindspore import nn\n\nconv = nn.Conv2d(3, 8, 3)\n"
"""Nothing in it tells of torch: its two findings need torch-semantics = "always"."""
BOTH = ("MSC101", "MSC201")


def write_settings(root: Path, *lines: str) -> None:
    """Write pyproject.toml, saved by whatever means."""
    (root / "pyproject.toml").write_text("\n".join(("[tool.ms-convlint]", *lines, "")), encoding="utf-8")


def tell_of_changed_file(started: Session, path: Path) -> None:
    """Tell the server what the client's watch has seen."""
    event = types.FileEvent(path.as_uri(), types.FileChangeType.Changed)
    started.client.workspace_did_change_watched_files(types.DidChangeWatchedFilesParams([event]))


@pytest.mark.parametrize("profile", [PUSHED, PULLED])
async def test_pyproject_holds_and_is_read_again_when_it_changes(tmp_path: Path, profile: str) -> None:
    write_settings(tmp_path, 'torch-semantics = "always"')
    async with session(tmp_path, profile) as started:
        document = started.open(ALWAYS)
        await document.until_codes(*BOTH)
        write_settings(tmp_path, 'torch-semantics = "always"', 'ignore = ["MSC2"]')
        tell_of_changed_file(started, tmp_path / "pyproject.toml")
        await document.until_codes("MSC101")
        write_settings(tmp_path, 'torch-semantics = "never"')
        document.save()
        await document.until_codes()
        write_settings(tmp_path, 'exclude = ["net.py"]', 'torch-semantics = "always"')
        document.change(ALWAYS + "\n")
        await document.until_codes()


@pytest.mark.parametrize("profile", [PUSHED, "emacs"])
async def test_a_client_that_can_watch_is_asked_to_watch_pyproject(tmp_path: Path, profile: str) -> None:
    async with session(tmp_path, profile) as started:
        await started.open(ALWAYS).diagnostics()
        watched = [each for each in started.client.registered if each.method == "workspace/didChangeWatchedFiles"]
        assert len(watched) == 1
        assert "pyproject.toml" in str(watched[0].register_options)


@pytest.mark.parametrize("profile", ["emacs", "neovim@v0.7", PULLED, PUSHED])
async def test_the_settings_of_the_client_win_and_hold_at_once_when_they_change(tmp_path: Path, profile: str) -> None:
    write_settings(tmp_path, 'torch-semantics = "never"')
    initial = {"settings": {"torchSemantics": "always"}}
    async with session(tmp_path, profile, initialization_options=initial) as started:
        document = started.open(ALWAYS)
        await document.until_codes(*BOTH)
        started.set({"torchSemantics": "always", "ignore": ["MSC201"], "select": None})
        await document.until_codes("MSC101")
        started.set({"torchSemantics": None})
        await document.until_codes()


async def test_a_client_that_can_be_asked_is_asked_for_its_settings(tmp_path: Path) -> None:
    async with session(tmp_path, PUSHED) as started:
        document = started.open(ALWAYS)
        assert await document.codes() == []
        started.client.set_configuration({"torchSemantics": "always"}, section="msConvlint")
        started.client.workspace_did_change_configuration(types.DidChangeConfigurationParams(None))
        await document.until_codes(*BOTH)


async def test_a_setting_that_means_nothing_is_told_once_and_the_others_hold(tmp_path: Path) -> None:
    wrong = {"settings": {"torchSemantics": "sometimes", "ignore": ["MSC2"]}}
    async with session(tmp_path, PUSHED, initialization_options=wrong) as started:
        document = started.open(CARELESS)
        assert await document.codes() == ["MSC102", "MSC101"]
        document.change(CARELESS + "\n")
        assert await document.codes() == ["MSC102", "MSC101"]
        (message,) = started.client.messages
        assert message.type == types.MessageType.Error
        assert "msConvlint.torchSemantics" in message.message
        assert "sometimes" in message.message


async def test_what_is_wrong_with_pyproject_is_told_once(tmp_path: Path) -> None:
    write_settings(tmp_path, 'torch-semantics = "sometimes"')
    async with session(tmp_path, PUSHED) as started:
        document = started.open(CARELESS)
        assert await document.codes() == []
        document.change(CARELESS + "\n")
        assert await document.codes() == []
        (message,) = started.client.messages
        assert "pyproject.toml" in message.message
        write_settings(tmp_path)
        document.save()
        await document.until_codes(*CODES)


@pytest.mark.parametrize(
    ("settings", "locale", "chinese"),
    [({}, "en-us", False), ({}, "zh-cn", True), ({"language": "en"}, "zh-cn", False), ({"language": "zh"}, None, True)],
)
async def test_messages_are_in_the_language_of_the_client(
    tmp_path: Path, settings: dict[str, str], locale: str | None, chinese: bool
) -> None:
    async with session(tmp_path, PULLED, locale=locale, initialization_options={"settings": settings}) as started:
        document = started.open(CARELESS)
        found = await document.diagnostics()
        menu = await document.actions(found[0].range, found[:1])
        assert [str(each.code) for each in found] == CODES
        for text in (*(each.message for each in found), *(each.title for each in menu)):
            assert any("\u4e00" <= letter <= "\u9fff" for letter in text) == chinese, text
