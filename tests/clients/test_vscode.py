from __future__ import annotations

import json
import re
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.clients import installed
from tests.clients.vscode.code_server import HERE, CodeServer, code_server
from tests.clients.vscode.extension import package, run
from tests.clients.vscode.workspaces import (
    choose_interpreter,
    documented_settings,
    interpreter_that_says,
    python_without_the_package,
    settings_of,
    workspace,
)

pytestmark = [pytest.mark.clients, pytest.mark.timeout(300)]

SCENARIOS = [
    "findings_are_the_commands",
    "callee_is_marked_after_wide_characters",
    "unsaved_text_is_checked",
    "text_that_was_never_saved_is_checked",
    "fix_comes_first_and_is_preferred",
    "fix_is_applied_and_saved",
    "alternatives_are_offered_and_applied",
    "finding_is_silenced_where_it_stands",
    "saving_applies_the_safe_fixes",
    "command_applies_the_safe_fixes",
    "hover_shows_torchs_call",
    "server_is_restarted",
    "python_extension_is_followed",
    "changed_setting_is_followed",
    "messages_are_in_the_language_of_the_setting",
    "changed_pyproject_is_followed",
]
"""The functions of vscode/extension_host/scenarios, which all run in one start of VS Code."""


@pytest.fixture(scope="session")
def extension(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return package(tmp_path_factory.mktemp("extension"))


@pytest.fixture(scope="session")
def vscode(extension: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[CodeServer]:
    with code_server(tmp_path_factory.mktemp("code-server"), extension) as server:
        yield server


def command(folder: Path, *words: str) -> str:
    return run([installed.program("ms-convlint"), "check", "--exit-zero", *words], folder=folder)


@pytest.fixture(scope="session")
def outcomes(vscode: CodeServer, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str | None]:
    """What came of each scenario: None, or what is not as it should be."""
    folder = tmp_path_factory.mktemp("extension-host")
    port = workspace(folder / "port")
    (folder / "reported.json").write_text(command(port, "--output-format", "json", "stem.py"))
    (folder / "fixed.py").write_bytes((port / "stem.py").read_bytes())
    command(folder, "--fix", "fixed.py")
    vscode.run_page(
        "run_extension_host.js", port, extensions=[str(HERE / "python_extension")], tests=str(HERE / "extension_host")
    )
    outcomes: dict[str, str | None] = json.loads((folder / "outcomes.json").read_text())
    return outcomes


def test_the_package_has_what_it_needs_and_nothing_else(extension: Path) -> None:
    with zipfile.ZipFile(extension) as archive:
        names = {name.removeprefix("extension/") for name in archive.namelist()}
    assert names == {
        "[Content_Types].xml",
        "extension.vsixmanifest",
        "LICENSE.txt",
        "readme.md",
        "package.json",
        "package.nls.json",
        "package.nls.zh-cn.json",
        "l10n/bundle.l10n.zh-cn.json",
        "dist/extension.js",
    }


def test_flake8s_and_pylints_extensions_leave_the_findings_or_show_them(tmp_path: Path) -> None:
    port = workspace(tmp_path / "port")
    beside = json.loads(documented_settings("beside others"))
    instead = json.loads(documented_settings("in their stead"))

    def codes(module: str, words: list[str]) -> set[str]:
        command = [sys.executable, "-m", module, *words, str(port / "stem.py")]
        outcome = subprocess.run(command, cwd=port, capture_output=True, text=True, check=False)
        return set(re.findall(r": (MSC\d+|[EW]69\d+)", outcome.stdout))

    assert codes("flake8", []) == {"MSC101", "MSC102", "MSC201", "MSC401"}
    assert codes("flake8", beside["flake8.args"]) == set()
    assert codes("pylint", instead["pylint.args"]) == {"W6911", "E6912", "W6921", "E6941"}


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_in_the_extension_host(scenario: str, outcomes: dict[str, str | None]) -> None:
    assert outcomes[scenario] is None


def test_every_scenario_is_looked_at(outcomes: dict[str, str | None]) -> None:
    assert sorted(outcomes) == sorted(SCENARIOS)


def test_squiggles_are_mended_from_the_menu_and_on_save(vscode: CodeServer, tmp_path: Path) -> None:
    port = workspace(tmp_path / "port")
    stem = port / "stem.py"
    shot = tmp_path / "menu.png"
    vscode.run_page("mend_by_hand.js", port, file=str(stem), shot=str(shot))
    text = stem.read_text()
    chosen_from_the_menu = 'nn.Conv2d(64, 64, kernel_size=3, stride=2, pad_mode="pad", padding=1)'
    mended_on_save = 'nn.Conv2d(3, 64, kernel_size=7, stride=2, pad_mode="pad", padding=3, has_bias=False)'
    assert chosen_from_the_menu in text
    assert mended_on_save in text
    assert shot.read_bytes().startswith(b"\x89PNG")


MESSAGES = {
    "en": {
        "missing": "ms-convlint with its extra lsp is not installed for the chosen Python. To install it: {command}",
        "cannot run": "ms-convlint: the Python interpreter {python} cannot be run.",
        "too old": "ms-convlint needs Python 3.10 or later, and {python} is 3.9.18.",
        "copy": "Copy Command",
        "install": "Install in Terminal",
    },
    "zh-CN": {
        "missing": "所选的 Python 中没有安装带附加依赖 lsp 的 ms-convlint。安装命令：{command}",
        "cannot run": "ms-convlint：无法运行 Python 解释器 {python}。",
        "too old": "ms-convlint 需要 Python 3.10 或更高版本，而 {python} 的版本是 3.9.18。",
        "copy": "复制命令",
        "install": "在终端中安装",
    },
}


@pytest.mark.parametrize("locale", MESSAGES)
def test_an_interpreter_that_cannot_serve_is_told_and_mended(locale: str, vscode: CodeServer, tmp_path: Path) -> None:
    texts = MESSAGES[locale]
    port = workspace(tmp_path / "port")
    python = python_without_the_package(tmp_path / "without")
    choose_interpreter(port, python)
    nowhere = tmp_path / "nowhere" / "python"
    old = interpreter_that_says((3, 9, 18), tmp_path / "old-python")
    broken = interpreter_that_says((3, 12, 1), tmp_path / "broken-python")
    install = f'{python} -m pip install "ms-convlint[lsp]"'
    vscode.run_page(
        "answer_messages.js",
        port,
        locale=locale,
        file=str(port / "stem.py"),
        settings=str(settings_of(port)),
        told={
            "interpreter": str(python),
            "command": install,
            "message": texts["missing"].format(command=install),
            "copy": texts["copy"],
            "install": texts["install"],
        },
        others=[
            {"interpreter": str(nowhere), "message": texts["cannot run"].format(python=nowhere)},
            {"interpreter": str(old), "message": texts["too old"].format(python=old)},
            {"interpreter": str(broken), "message": "ms-convlint client: couldn't create connection to server."},
        ],
    )
