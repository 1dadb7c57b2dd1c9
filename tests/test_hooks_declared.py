"""What pre-commit reads of this repository: the hooks, and the page that says how they are used."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from command import Command

from ms_convlint.version import __version__

ROOT = Path(__file__).parent.parent
HOOKS: list[dict[str, Any]] = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))
PAGE = (ROOT / "docs" / "pre-commit.md").read_text("utf-8")
CONFIGURED: list[dict[str, Any]] = [
    repository
    for block in re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL)
    for repository in yaml.safe_load(block)["repos"]
]
OURS = [repository for repository in CONFIGURED if repository["repo"].endswith("/ms-convlint")]
CARELESS = "from mindspore import nn\n\nconv = nn.Conv2d(3, 64, 3, padding=1, bias=False)\n"


def hook(identifier: str) -> dict[str, Any]:
    return next(hook for hook in HOOKS if hook["id"] == identifier)


def arguments(identifier: str) -> list[str]:
    program, *rest = hook(identifier)["entry"].split()
    assert program == "ms-convlint"
    return rest


def test_the_check_hook_fails_at_a_finding_and_changes_nothing(command: Command) -> None:
    file = command.write("network.py", CARELESS)
    assert command(*arguments("ms-convlint"), "network.py").code == 1
    assert file.read_text() == CARELESS


def test_the_fix_hook_writes(command: Command) -> None:
    file = command.write("network.py", CARELESS)
    assert command(*arguments("ms-convlint-fix"), "network.py").code == 0
    assert 'pad_mode="pad", padding=1, has_bias=False' in file.read_text()


@pytest.mark.parametrize("identifier", [hook["id"] for hook in HOOKS])
def test_hooks_leave_out_what_the_settings_exclude(command: Command, identifier: str) -> None:
    command.write("pyproject.toml", '[tool.ms-convlint]\nexclude = ["vendor/"]\n')
    file = command.write("vendor/network.py", CARELESS)
    ended = command(*arguments(identifier), "vendor/network.py")
    assert (ended.code, ended.out, ended.err) == (0, "", "")
    assert file.read_text() == CARELESS


@pytest.mark.parametrize("identifier", [hook["id"] for hook in HOOKS])
def test_the_page_tells_of_every_hook_what_it_runs(identifier: str) -> None:
    assert f"| `{identifier}` | `{hook(identifier)['entry']}` |" in PAGE


def test_the_page_configures_hooks_that_are_there_at_the_version_that_is() -> None:
    assert {entry["id"] for repository in OURS for entry in repository["hooks"]} == {hook["id"] for hook in HOOKS}
    assert {repository["rev"] for repository in OURS} == {f"v{__version__}"}
    assert set(re.findall(r"ms-convlint@v([\w.]+)", PAGE)) == {__version__}
