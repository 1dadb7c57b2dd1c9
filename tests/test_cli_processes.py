"""The command as a process: pipes, signals, terminals, processes that die, and what it imports."""

from __future__ import annotations

import os
import pty
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest

TOY = (sys.executable, str(Path(__file__).parent / "toy_engine.py"), "check")
REAL = (sys.executable, "-m", "ms_convlint", "check")
FINDING = "x = conv(3, 4, 3)\n"


def run(
    *arguments: str, cwd: Path, program: tuple[str, ...] = TOY, **variables: str
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*program, *arguments],
        cwd=cwd,
        env=os.environ | variables,
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=60,
    )


def run_on_terminal(*arguments: str, cwd: Path, columns: int = 80, **variables: str) -> str:
    """What a user sees: both streams are one terminal."""
    controller, terminal = pty.openpty()
    environment = {"TERM": "xterm-256color", "COLUMNS": str(columns)} | variables
    with subprocess.Popen(
        [*TOY, *arguments],
        cwd=cwd,
        env={name: value for name, value in os.environ.items() if name != "NO_COLOR"} | environment,
        stdin=terminal,
        stdout=terminal,
        stderr=terminal,
    ):
        os.close(terminal)
        seen = b""
        while True:
            try:
                piece = os.read(controller, 65536)
            except OSError:  # How Linux says that the other end is closed.
                break
            if not piece:
                break
            seen += piece
    os.close(controller)
    return seen.decode().replace("\r\n", "\n")


def plain(text: str) -> str:
    return re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", text)


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_closed_pipe_ends_it_quietly(tmp_path: Path, jobs: str) -> None:
    for name in ("a.py", "b.py"):
        (tmp_path / name).write_text(FINDING * 3000)
    with subprocess.Popen(
        [*TOY, f"--jobs={jobs}"], cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        assert process.stdout.readline().startswith(b"a.py:1:5: MSC101 ")
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait() == 141


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_an_interrupt_is_one_line(tmp_path: Path, jobs: str) -> None:
    # A child inherits only that a signal is ignored, as it is where tests run in the background.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    for number in range(400):
        (tmp_path / f"{number}.py").write_text("# slow\n" + FINDING)
    with subprocess.Popen(
        [*TOY, f"--jobs={jobs}"],
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.readline()
        os.killpg(process.pid, signal.SIGINT)
        process.stdout.close()
        assert process.stderr.read() == b"ms-convlint: interrupted\n"
        assert process.wait() == 130


def test_the_death_of_a_process_costs_one_file(tmp_path: Path) -> None:
    for number in range(80):
        (tmp_path / f"{number:02}.py").write_text("# sudden death\n" if number == 30 else FINDING)
    done = run("--jobs=2", cwd=tmp_path)
    assert done.returncode == 2
    assert done.stderr == "30.py: internal error, the process that checked it died\n"
    names = [line.partition(":")[0] for line in done.stdout.splitlines() if ": MSC101 " in line]
    assert names == [f"{number:02}.py" for number in range(80) if number != 30]


def test_a_terminal_gets_colours_and_a_pipe_none(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text(FINDING)
    seen = run_on_terminal("a.py", cwd=tmp_path)
    assert "\x1b[1;33mMSC101\x1b[0m" in seen
    assert plain(seen) == run("a.py", cwd=tmp_path).stdout


@pytest.mark.parametrize("variables", [{"NO_COLOR": "1"}, {"TERM": "dumb"}])
def test_colours_can_be_declined(tmp_path: Path, variables: dict[str, str]) -> None:
    (tmp_path / "a.py").write_text(FINDING)
    assert "\x1b" not in run_on_terminal("a.py", cwd=tmp_path, **variables)


def test_the_line_is_cut_to_the_terminal_so_that_the_marks_fit(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text(f"漢 = [{'0, ' * 40}conv(3, 4, 3), {'0, ' * 40}]\n")
    lines = plain(run_on_terminal("a.py", cwd=tmp_path, columns=50)).splitlines()
    number = next(number for number, line in enumerate(lines) if line.startswith(" 1 | "))
    assert len(lines[number]) <= 50
    start = lines[number + 1].index("^")
    assert lines[number][start : start + 4] == "conv"


def test_a_long_run_shows_a_bar_on_a_terminal_and_clears_it(tmp_path: Path) -> None:
    for number in range(80):
        (tmp_path / f"{number:02}.py").write_text("# slow\n" + (FINDING if number > 70 else ""))
    seen = run_on_terminal("--jobs=1", cwd=tmp_path)
    assert re.search(r"checking .*/80", plain(seen))
    assert seen.count("\x1b[?25l") == seen.count("\x1b[?25h"), "the cursor is hidden and shown again"
    assert "MSC101" in seen
    assert run("--jobs=1", cwd=tmp_path).stderr == ""


def test_what_the_encoding_of_the_output_lacks_is_escaped(tmp_path: Path) -> None:
    (tmp_path / "漢.py").write_text("漢 = conv(3, 4, 3)\n", encoding="utf-8")
    done = run("漢.py", cwd=tmp_path, PYTHONIOENCODING="ascii")
    assert done.returncode == 1
    assert done.stdout.splitlines()[0].startswith(r"\u6f22.py:1:5: MSC101")
    assert done.stderr == ""


def test_a_full_disk_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text(FINDING)
    with open("/dev/full", "w") as full:
        done = subprocess.run([*TOY, "a.py"], cwd=tmp_path, stdout=full, stderr=-1, check=False)
    assert done.returncode == 2
    assert done.stderr == b"ms-convlint: error: cannot write the report: No space left on device\n"


def test_one_file_is_checked_without_the_libraries_that_cost_time(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("import mindspore\n")
    script = (
        "import sys; before = set(sys.modules); from ms_convlint.hosts.cli import main; main(['check', 'a.py']); "
        "sys.stderr.write(' '.join(set(sys.modules) - before))"
    )
    done = run(cwd=tmp_path, program=(sys.executable, "-c", script))
    loaded = {name.partition(".")[0] for name in done.stderr.split()}
    assert not loaded & {
        "rich", "pathspec", "astroid", "pylint", "flake8", "tomllib", "tomli", "multiprocessing",
        "concurrent", "difflib", "json", "logging", "pathlib", "tempfile",
    }  # fmt: skip
