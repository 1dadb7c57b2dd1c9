"""The examples of docs/ci: every line that calls ms-convlint is run as it stands, in the order in which a job does."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import yaml
from ci_pages import CARELESS, EXAMPLES, NEW, PAGES, job, project_in, run, shell_lines

from ms_convlint.version import __version__

OURS = "ms-convlint "
GITHUB = [name for name in EXAMPLES if not name.startswith("gitlab")]


class Play:
    """A job of GitHub's on a project: the steps that call ms-convlint run, the others are looked at."""

    def __init__(self, example: str, folder: Path) -> None:
        self.failed = False
        self.output = ""
        self.uploaded: list[Path] = []
        self.read: list[Path] = []
        for step in job(example)["steps"]:
            if self.failed and step.get("if") != "always()":
                continue
            if step.get("run", "").startswith(OURS):
                done = run(step["run"], folder)
                self.failed = self.failed or done.returncode != 0
                self.output += done.stdout + done.stderr
            elif "<" in step.get("run", ""):
                self.read.append(folder / step["run"].partition("<")[2].strip())
            elif "upload-sarif" in step.get("uses", ""):
                self.uploaded.append(folder / step["with"]["sarif_file"])


def recorded(folder: Path) -> Path:
    assert run("ms-convlint check --baseline baseline.json --write-baseline", folder).returncode == 0
    return folder


def test_there_is_an_example_for_each_service() -> None:
    assert sorted(EXAMPLES) == [
        "baseline: baseline",
        "github: annotations",
        "github: code scanning",
        "gitlab: code quality",
        "reviewdog: pull request",
    ]


@pytest.mark.parametrize("example", EXAMPLES)
def test_an_example_installs_this_version_and_calls_it(example: str) -> None:
    text = yaml.safe_dump(yaml.safe_load(EXAMPLES[example]), width=1000)
    assert f'pip install "ms-convlint @ git+https://git.example.com/ms-convlint@v{__version__}"' in text
    assert "ms-convlint check" in text


@pytest.mark.parametrize(
    "page", [*sorted(PAGES.glob("*.md")), PAGES.parent / "pre-commit.md"], ids=lambda page: page.stem
)
def test_a_page_says_once_what_to_name_while_no_version_is_tagged(page: Path) -> None:
    text = " ".join(page.read_text("utf-8").split())
    assert text.count("a tag or a commit of") == 1
    assert text.count("until a version is tagged one names a commit") == 1


@pytest.mark.parametrize("example", GITHUB)
def test_a_job_passes_on_a_clean_project(example: str, tmp_path: Path) -> None:
    folder = project_in(tmp_path / "project", "import torch\n")
    play = Play(example, recorded(folder) if "baseline" in example else folder)
    assert not play.failed, play.output


def test_annotations_mark_the_lines_and_fail_the_job(tmp_path: Path) -> None:
    play = Play("github: annotations", project_in(tmp_path / "project"))
    assert play.failed
    assert play.output.startswith("::error title=ms-convlint (MSC102),")
    assert "line=5," in play.output


def test_code_scanning_gets_the_file_although_the_check_failed(tmp_path: Path) -> None:
    play = Play("github: code scanning", project_in(tmp_path / "project"))
    assert play.failed
    (file,) = play.uploaded
    (sarif_run,) = json.loads(file.read_text())["runs"]
    locations = [
        result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for result in sarif_run["results"]
    ]
    assert set(locations) == {"src/stem.py"}


def test_reviewdog_gets_the_findings_and_decides_what_fails(tmp_path: Path) -> None:
    play = Play("reviewdog: pull request", project_in(tmp_path / "project"))
    assert not play.failed, play.output
    (file,) = play.read
    diagnostics = json.loads(file.read_text())["diagnostics"]
    assert {diagnostic["severity"] for diagnostic in diagnostics} == {"ERROR", "WARNING"}
    assert all(diagnostic["suggestions"] for diagnostic in diagnostics)


def test_with_a_baseline_only_what_is_new_fails(tmp_path: Path) -> None:
    folder = recorded(project_in(tmp_path / "project"))
    assert not Play("baseline: baseline", folder).failed
    (folder / "src/stem.py").write_text(CARELESS + NEW, "utf-8")
    play = Play("baseline: baseline", folder)
    assert play.failed
    assert all("line=6," in line for line in play.output.splitlines())


def test_gitlab_gets_the_report_and_the_log_says_why_the_job_fails(tmp_path: Path) -> None:
    """Line by line here; tests/clients runs the whole job in gitlab-ci-local."""
    folder = project_in(tmp_path / "project")
    report, log = (run(line, folder) for line in job("gitlab: code quality")["script"])
    assert (report.returncode, log.returncode) == (0, 1)
    assert "src/stem.py:4:8: MSC102" in log.stdout
    entries = json.loads((folder / job("gitlab: code quality")["artifacts"]["reports"]["codequality"]).read_text())
    assert {entry["location"]["path"] for entry in entries} == {"src/stem.py"}


def test_the_lines_of_the_page_about_baselines_run_in_their_order(tmp_path: Path) -> None:
    folder = project_in(tmp_path / "project")
    assert run("git init --quiet", folder).returncode == 0
    lines = shell_lines("baseline")
    assert len([line for line in lines if line.startswith(OURS)]) == 4
    for line in lines:
        done = run(line, folder)
        assert done.returncode == 0, (line, done.stderr)
    assert "padding=3" in (folder / "src/stem.py").read_text()
    assert 'pad_mode="pad"' in (folder / "src/stem.py").read_text()


def test_what_the_page_about_baselines_shows_is_what_is_written(tmp_path: Path) -> None:
    call = "nn.Conv2d(64, 64, kernel_size=3, stride=2)"
    text = "from mindspore import nn\n\n\n"
    folder = project_in(tmp_path / "project", f"{text}one = {call}\ntwo = {call}\n")
    (folder / "src/old.py").write_text(f"{text}a = {call}\nb = {call}\nc = {call}\n")
    (folder / "pyproject.toml").write_text('[tool.ms-convlint]\nselect = ["MSC101"]\n')
    page = (PAGES / "baseline.md").read_text("utf-8")
    entry = (recorded(folder) / "baseline.json").read_text().splitlines()[-2]
    assert f"\n{entry}\n" in page
    (folder / ".gitignore").write_text("old.py")
    left_out = run("ms-convlint check --baseline baseline.json", folder)
    assert f"\n{left_out.stderr.splitlines()[0]}\n" in page
    (folder / ".gitignore").unlink()
    (folder / "src/stem.py").write_text(text)
    (folder / "src/old.py").unlink()
    gone = run("ms-convlint check --baseline baseline.json", folder)
    assert gone.returncode == 0
    assert f"\n{gone.stderr}" in page


def test_the_line_for_reviewdog_at_home_writes_what_it_reads(tmp_path: Path) -> None:
    (line,) = shell_lines("reviewdog")
    ours, _, theirs = line.partition(" | ")
    assert theirs.startswith("reviewdog -f=rdjson ")
    done = run(ours, project_in(tmp_path / "project"))
    assert done.returncode == 1
    assert json.loads(done.stdout)["diagnostics"]


def test_the_command_is_the_one_under_test() -> None:
    assert run("ms-convlint --version", Path.cwd()).stdout == f"ms-convlint {__version__}\n"
