"""The hooks, run by pre-commit itself in repositories of their own, with the configurations of docs/pre-commit.md."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from . import installed

pytestmark = [pytest.mark.clients, pytest.mark.timeout(300)]

PAGE = installed.ROOT / "docs" / "pre-commit.md"
REPOSITORY = "https://git.example.com/ms-convlint"
FLAKE8 = "https://github.com/pycqa/flake8"
LEFT_OUT = shutil.ignore_patterns(".git", "__pycache__", ".clients", ".venv*", "node_modules", ".*_cache", "build")

CARELESS = """\
from mindspore import nn

conv = nn.Conv2d(3, 64, 3, padding=1, bias=False)
"""
FIXED = CARELESS.replace("padding=1, bias=False", 'pad_mode="pad", padding=1, has_bias=False')
GUESSED = """\
import torch
from mindspore import nn

conv = nn.Conv2d(3, 64, 3, stride=2, has_bias=True)
"""
"""Something whose fix is not safe."""


def configuration(mark: str) -> str:
    """The YAML that stands below a mark of the page."""
    found = re.search(rf"<!-- {mark} -->\n```yaml\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL)
    assert found, f"{PAGE} has no YAML below <!-- {mark} -->"
    return found[1]


def tag_of(url: str, mark: str) -> str:
    """The tag at which a configuration of the page takes a repository."""
    found = re.search(rf"repo: {re.escape(url)}\n +rev: (\S+)\n", configuration(mark))
    assert found
    return found[1]


class Repository:
    """A git repository in which somebody works."""

    def __init__(self, folder: Path, environment: dict[str, str]) -> None:
        self.folder = folder
        self._environment = environment
        folder.mkdir(exist_ok=True)
        self.run("git", "init", "--quiet", check=True)

    def write(self, path: str, text: str) -> Path:
        file = self.folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")
        return file

    def run(self, *command: str, check: bool = False) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            command,
            cwd=self.folder,
            env=self._environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            check=check,
        )

    def stage(self) -> None:
        self.run("git", "add", "--all", check=True)

    def commit(self) -> subprocess.CompletedProcess[str]:
        self.stage()
        return self.run("git", "commit", "--message", "Something")

    def commits(self) -> int:
        return len(self.run("git", "log", "--oneline", "--all").stdout.splitlines())


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Nothing of the person who runs the tests: neither their git's configuration nor their pre-commit's store."""
    folder = tmp_path_factory.mktemp("environment")
    git = folder / "gitconfig"
    git.write_text("[user]\nname = Someone\nemail = someone@example.com\n[safe]\ndirectory = *\n")
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(("GIT_", "PRE_COMMIT"))}
    return inherited | {
        "PATH": os.pathsep.join((str(Path(sys.executable).parent), os.environ["PATH"])),
        "PRE_COMMIT_HOME": str(folder / "store"),
        "GIT_CONFIG_GLOBAL": str(git),
        "GIT_CONFIG_NOSYSTEM": "1",
    }


@pytest.fixture(scope="module")
def precommit() -> str:
    return str(installed.program("pre-commit"))


@pytest.fixture(scope="module")
def clone(tmp_path_factory: pytest.TempPathFactory, environment: dict[str, str]) -> Path:
    """This repository as committed; of a copy that is none, the files as they are."""
    folder = tmp_path_factory.mktemp("clone") / "ms-convlint"
    if (installed.ROOT / ".git").exists():
        subprocess.run(["git", "clone", "--quiet", installed.ROOT, folder], env=environment, check=True)
        cloned = Repository(folder, environment)
    else:
        shutil.copytree(installed.ROOT, folder, ignore=LEFT_OUT)
        cloned = Repository(folder, environment)
        cloned.commit()
    cloned.run("git", "tag", tag_of(REPOSITORY, "check"), check=True)
    return folder


@pytest.fixture(scope="module")
def flake8_hook(tmp_path_factory: pytest.TempPathFactory, environment: dict[str, str]) -> Path:
    """A repository with flake8's hook, as flake8's own declares it; flake8 itself comes from where pip gets it."""
    repository = Repository(tmp_path_factory.mktemp("flake8") / "flake8", environment)
    tag = tag_of(FLAKE8, "flake8")
    repository.write(
        ".pre-commit-hooks.yaml",
        "- {id: flake8, name: flake8, entry: flake8, language: python, types: [python], require_serial: true}\n",
    )
    repository.write(
        "setup.py",
        f"from setuptools import setup\nsetup(name='hook', py_modules=[], install_requires=['flake8=={tag}'])\n",
    )
    assert repository.commit().returncode == 0
    repository.run("git", "tag", tag, check=True)
    return repository.folder


@pytest.fixture
def project(tmp_path: Path, environment: dict[str, str]) -> Repository:
    return Repository(tmp_path / "project", environment)


@pytest.fixture
def configured(project: Repository, clone: Path, precommit: str) -> Callable[[str], Repository]:
    """The project with a configuration of the page and pre-commit installed in it."""

    def configure(mark: str) -> Repository:
        project.write(".pre-commit-config.yaml", configuration(mark).replace(REPOSITORY, clone.as_uri()))
        project.run(precommit, "install", check=True)
        return project

    return configure


@pytest.mark.parametrize(
    ("hook", "left"),
    [pytest.param("ms-convlint", CARELESS, id="check"), pytest.param("ms-convlint-fix", FIXED, id="fix")],
)
def test_a_hook_can_be_tried_before_it_is_configured(
    project: Repository, clone: Path, precommit: str, hook: str, left: str
) -> None:
    file = project.write("network.py", CARELESS)
    project.stage()
    tried = project.run(precommit, "try-repo", str(clone), hook, "--all-files")
    assert tried.returncode == 1
    assert ("network.py:3:8: MSC102" in tried.stdout) == (left == CARELESS), tried.stdout
    assert file.read_text() == left


def test_a_commit_is_stopped_by_a_finding_and_passes_after_the_fix_hook(
    configured: Callable[[str], Repository], precommit: str
) -> None:
    project = configured("check")
    file = project.write("network.py", CARELESS)
    stopped = project.commit()
    assert stopped.returncode == 1
    assert "network.py:3:8: MSC102" in stopped.stdout
    assert project.commits() == 0
    assert file.read_text() == CARELESS

    fixing = project.run(precommit, "run", "--hook-stage", "manual", "ms-convlint-fix")
    assert "files were modified by this hook" in fixing.stdout
    assert file.read_text() == FIXED

    assert project.commit().returncode == 0
    assert project.commits() == 1


def test_a_commit_without_python_files_passes(configured: Callable[[str], Repository]) -> None:
    project = configured("check")
    project.write("readme.txt", "nn.Conv2d(3, 64, 3, padding=1)\n")
    assert project.commit().returncode == 0


def test_what_the_settings_exclude_passes(configured: Callable[[str], Repository]) -> None:
    project = configured("check")
    project.write("pyproject.toml", '[tool.ms-convlint]\nexclude = ["vendor/"]\n')
    project.write("vendor/network.py", CARELESS)
    assert project.commit().returncode == 0


def test_options_of_the_command_hold_in_the_hook(configured: Callable[[str], Repository]) -> None:
    project = configured("options")
    project.write("network.py", "from mindspore import nn\n\nconv = nn.Conv2d(3, 64, 3)\n")
    stopped = project.commit()
    assert "MSC101" in stopped.stdout
    assert "MSC2" not in stopped.stdout


def test_the_fix_hook_alone_writes_safe_fixes_and_stops_at_what_is_left(
    configured: Callable[[str], Repository],
) -> None:
    project = configured("fix")
    file = project.write("network.py", CARELESS)
    stopped = project.commit()
    assert "files were modified by this hook" in stopped.stdout
    assert file.read_text() == FIXED
    assert project.commit().returncode == 0

    guessed = project.write("guessed.py", GUESSED)
    stopped = project.commit()
    assert stopped.returncode == 1
    assert "guessed.py:4:8: MSC101" in stopped.stdout
    assert guessed.read_text() == GUESSED


def test_with_a_baseline_only_what_is_new_stops_a_commit(configured: Callable[[str], Repository]) -> None:
    project = configured("baseline")
    project.write("legacy.py", CARELESS)
    project.write("other.py", GUESSED)
    command = re.search(r"^ms-convlint (check .*--write-baseline)$", PAGE.read_text("utf-8"), re.MULTILINE)
    assert command
    project.run(sys.executable, "-m", "ms_convlint", *command[1].split(), check=True)
    assert project.commit().returncode == 0

    # The other file is not part of this commit: what was recorded of it does not count as gone.
    project.write("legacy.py", "# Moved down by a line.\n" + CARELESS)
    passed = project.commit()
    assert passed.returncode == 0, passed.stdout

    project.write("legacy.py", CARELESS + CARELESS.splitlines()[-1].replace("64", "32") + "\n")
    stopped = project.commit()
    assert stopped.returncode == 1
    assert "legacy.py:4:8: MSC" in stopped.stdout
    assert "legacy.py:3:8: MSC" not in stopped.stdout


def test_the_plugin_runs_in_flake8_s_hook(project: Repository, clone: Path, flake8_hook: Path, precommit: str) -> None:
    text = configuration("flake8").replace(REPOSITORY, clone.as_uri()).replace(FLAKE8, flake8_hook.as_uri())
    project.write(".pre-commit-config.yaml", text)
    project.run(precommit, "install", check=True)
    project.write("network.py", CARELESS)
    stopped = project.commit()
    assert "network.py:3:8: MSC102" in stopped.stdout
    project.write("network.py", FIXED)
    assert project.commit().returncode == 0


@pytest.mark.parametrize("mark", ["pylint", "pylint alone"])
def test_the_plugin_runs_in_pylint_s_hook(configured: Callable[[str], Repository], mark: str) -> None:
    project = configured(mark)
    project.write("network.py", CARELESS)
    stopped = project.commit()
    assert stopped.returncode == 1
    assert "network.py:3:7: E6912" in stopped.stdout
