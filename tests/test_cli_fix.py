"""Fixing files and showing what would be fixed."""

from __future__ import annotations

import os
import stat

import pytest
from command import Command

from ms_convlint import rewriting
from ms_convlint.hosts import checking

pytestmark = pytest.mark.usefixtures("toy_engine")

BOTH = "a = conv(1)\nb = conv(pad_mode='pad', bias=True)\n"
BOTH_SAFE = BOTH.replace("bias", "has_bias")
BOTH_FIXED = BOTH_SAFE.replace("conv(1)", 'conv(1, pad_mode="valid")')


def test_fix_applies_the_safe_fixes_and_reports_the_rest(command: Command) -> None:
    file = command.write("a.py", BOTH)
    outcome = command("check", "--fix")
    assert file.read_text() == BOTH_SAFE
    assert (outcome.code, outcome.codes) == (1, ["a.py:1:5: MSC101"])
    assert "1 finding fixed." in outcome.out


def test_unsafe_fixes_are_applied_when_asked_for(command: Command) -> None:
    file = command.write("a.py", BOTH)
    outcome = command("check", "--fix", "--unsafe-fixes")
    assert file.read_text() == BOTH_FIXED
    assert (outcome.code, outcome.out) == (0, "2 findings fixed.\n")


def test_a_second_run_changes_nothing(command: Command) -> None:
    file = command.write("a.py", BOTH)
    command("check", "--fix", "--unsafe-fixes")
    before = file.stat()
    outcome = command("check", "--fix", "--unsafe-fixes")
    assert (outcome.code, outcome.out) == (0, "No findings in 1 file.\n")
    assert (file.stat().st_mtime_ns, file.stat().st_ino) == (before.st_mtime_ns, before.st_ino)


def test_a_finding_that_is_not_shown_is_not_fixed(command: Command) -> None:
    file = command.write("a.py", "conv(bias=1)  # noqa: MSC401\nconv(bias=1)\n")
    command("check", "--fix", "--select=MSC401")
    assert file.read_text() == "conv(bias=1)  # noqa: MSC401\nconv(has_bias=1)\n"
    command("check", "--fix", "--unsafe-fixes", "--select=MSC4")
    assert "valid" not in file.read_text()


@pytest.mark.parametrize(
    "text",
    [
        b"conv(pad_mode='pad', bias=1)\r\n\r\nx = 1\r\n",
        b"\xef\xbb\xbfconv(pad_mode='pad', bias=1)",
        b"# coding: latin-1\nx = '\xe9'; conv(pad_mode='pad', bias=1)\n",
        "if 1:\n\tx = '漢字🎉'; conv(pad_mode='pad', bias=1)\n".encode(),
        b"a = 1\rconv(pad_mode='pad', bias=1)\r\x0c\r",
    ],
    ids=["crlf", "mark", "latin-1", "wide", "cr"],
)
def test_nothing_else_of_the_file_changes(command: Command, text: bytes) -> None:
    file = command.write("a.py", text)
    assert command("check", "--fix").code == 0
    assert file.read_bytes() == text.replace(b"bias", b"has_bias")


def test_the_mode_is_kept_and_a_link_stays_a_link(command: Command) -> None:
    file = command.write("real/a.py", BOTH)
    file.chmod(0o751)
    link = command.folder / "link.py"
    link.symlink_to("real/a.py")
    command("check", "--fix", "link.py")
    assert link.is_symlink()
    assert file.read_text() == BOTH_SAFE
    assert stat.S_IMODE(file.stat().st_mode) == 0o751
    assert os.listdir(file.parent) == ["a.py"]


def test_a_file_that_changed_since_is_left_alone(command: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    file = command.write("a.py", BOTH)
    other = command.write("b.py", BOTH)
    check = checking.check

    def check_slowly(source, settings, rewritten=frozenset()):  # type: ignore[no-untyped-def]  # as the one that it replaces
        if source.path == "a.py":
            file.write_text("print('edited meanwhile')\n")
        return check(source, settings)

    monkeypatch.setattr(checking, "check", check_slowly)
    outcome = command("check", "--fix")
    assert outcome.code == 2
    assert outcome.err == "a.py: was changed since it was read and is left alone: run again\n"
    assert file.read_text() == "print('edited meanwhile')\n"
    assert other.read_text() == BOTH_SAFE
    assert "1 finding fixed." in outcome.out


def test_a_crash_while_writing_loses_nothing(command: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    file = command.write("a.py", BOTH)
    monkeypatch.setattr(rewriting.os, "replace", fail)
    outcome = command("check", "--fix")
    assert (outcome.code, outcome.err) == (2, "a.py: cannot be written: No space left on device\n")
    assert outcome.codes == ["a.py:1:5: MSC101", "a.py:2:5: MSC401"]
    assert file.read_text() == BOTH
    assert os.listdir(command.folder) == ["a.py"]


def test_a_read_only_file_is_left_alone(command: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    file = command.write("a.py", BOTH)
    monkeypatch.setattr(rewriting.os, "access", lambda *_: False)  # Whoever runs this may be root.
    outcome = command("check", "--fix")
    assert (outcome.code, outcome.err) == (2, "a.py: cannot be written: the file is read-only\n")
    assert file.read_text() == BOTH


def test_fixes_that_would_break_the_file_are_not_written(command: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    from ms_convlint.hosts import fixing

    file = command.write("a.py", BOTH)
    monkeypatch.setattr(fixing, "apply_edits", lambda text, edits: "x = (\n")
    outcome = command("check", "--fix")
    assert outcome.code == 2
    assert outcome.err.startswith("a.py: left alone: internal error, the fixes would break the file: ")
    assert file.read_text() == BOTH


def test_diff_shows_the_change_and_makes_none(command: Command) -> None:
    file = command.write("a.py", BOTH)
    outcome = command("check", "--diff", "--fix")
    assert outcome.code == 1
    assert outcome.out == (
        "--- a.py\n+++ a.py\n@@ -1,2 +1,2 @@\n a = conv(1)\n"
        "-b = conv(pad_mode='pad', bias=True)\n+b = conv(pad_mode='pad', has_bias=True)\n"
    )
    assert "1 finding" in outcome.err
    assert file.read_text() == BOTH
    assert 'pad_mode="valid"' in command("check", "--diff", "--unsafe-fixes").out


def test_diff_without_changes_or_findings_exits_with_0(command: Command) -> None:
    command.write("a.py", "x = 1\n")
    outcome = command("check", "--diff")
    assert (outcome.code, outcome.out, outcome.err) == (0, "", "")


@pytest.mark.parametrize(
    ("text", "diff"),
    [
        (
            b"conv(pad_mode='pad', bias=1)",
            b"@@ -1 +1 @@\n-conv(pad_mode='pad', bias=1)\n\\ No newline at end of file\n"
            b"+conv(pad_mode='pad', has_bias=1)\n\\ No newline at end of file\n",
        ),
        (
            b"conv(pad_mode='pad', bias=1)\r\n",
            b"@@ -1 +1 @@\n-conv(pad_mode='pad', bias=1)\r\n+conv(pad_mode='pad', has_bias=1)\r\n",
        ),
        (
            b"\xef\xbb\xbfconv(pad_mode='pad', bias=1)\n",
            b"@@ -1 +1 @@\n-\xef\xbb\xbfconv(pad_mode='pad', bias=1)\n+\xef\xbb\xbfconv(pad_mode='pad', has_bias=1)\n",
        ),
        (
            b"# coding: latin-1\n'\xe9'; conv(pad_mode='pad', bias=1)\n",
            b"@@ -1,2 +1,2 @@\n # coding: latin-1\n-'\xe9'; conv(pad_mode='pad', bias=1)\n"
            b"+'\xe9'; conv(pad_mode='pad', has_bias=1)\n",
        ),
    ],
    ids=["no end", "crlf", "mark", "latin-1"],
)
def test_diffs_can_be_applied(command: Command, text: bytes, diff: bytes) -> None:
    outcome = command("check", "--diff", "-", "--stdin-filename=a.py", stdin=text)
    assert outcome.raw == b"--- a.py\n+++ a.py\n" + diff
