"""Files that cannot be checked: each is told in one line, every other file is checked, nothing hangs."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest
from command import Command

GOOD = 'from mindspore import nn\n\nconv = nn.Conv2d(3, 64, 3, padding=1, pad_mode="valid")\n'
"""A file with one certain finding, which shows that the files beside a bad one are checked."""
HEAD = "from mindspore import nn\nnn.Conv2d(3, 64, 1)\n"

UNREADABLE = {
    "syntax error": (HEAD + "def f(:\n    pass\n").encode(),
    "python 2": (HEAD + "print 'hello'\n").encode(),
    "nul bytes": HEAD.encode() + b"x = 1\0\n",
    "not utf-8": HEAD.encode() + b"# caf\xe9\n",
    "wrong coding line": b"# coding: utf-8\n" + HEAD.encode() + b"x = '\xff'\n",
    "unknown coding": b"# coding: klingon\n" + HEAD.encode(),
    "no text coding": b"# coding: hex\n" + HEAD.encode(),
    "coding that refuses": b"# coding: undefined\n" + HEAD.encode(),
    "mark against coding line": b"\xef\xbb\xbf# coding: latin-1\n" + HEAD.encode(),
    "utf-16": HEAD.encode("utf-16"),
    "cut off": (HEAD + "x = '''\n").encode(),
    "tabs and blanks": (HEAD + "if 1:\n        x = 1\n\ty = 2\n").encode(),
    "markdown": b"# Title\n\nSome `mindspore.nn.Conv2d` text.\n",
}


@pytest.mark.parametrize("contents", UNREADABLE.values(), ids=UNREADABLE)
def test_what_is_no_python_is_reported_and_the_rest_is_checked(command: Command, contents: bytes) -> None:
    command.write("a_bad.py", contents)
    command.write("b_good.py", GOOD)
    outcome = command("check")
    assert (outcome.code, outcome.err) == (1, "")
    bad, good = outcome.codes
    assert bad.startswith("a_bad.py:")
    assert bad.endswith(": MSC900")
    assert good == "b_good.py:3:8: MSC102"


def test_what_is_no_python_is_not_fixed_and_does_not_stop_fixing(command: Command) -> None:
    bad = command.write("a_bad.py", UNREADABLE["python 2"])
    good = command.write("b_good.py", GOOD)
    assert command("check", "--fix").code == 1
    assert bad.read_bytes() == UNREADABLE["python 2"]
    assert good.read_text() != GOOD


def test_an_unreadable_file_is_shown_whatever_is_selected_unless_ignored_by_name(command: Command) -> None:
    command.write("a.py", UNREADABLE["python 2"])
    assert command("check", "--select=MSC101").code == 1
    assert command("check", "--ignore=MSC900").code == 0


@pytest.mark.parametrize(
    "contents",
    [
        b"",
        b"\n",
        b"\xef\xbb\xbf",
        b"\xef\xbb\xbf" + GOOD.encode(),
        GOOD.replace("\n", "\r\n").encode(),
        GOOD.replace("\n", "\r").encode(),
        GOOD.rstrip("\n").encode(),
        b"# coding: latin-1\n# \xe9\n" + GOOD.encode(),
        b"# coding: gbk\n# \xba\xba\n" + GOOD.encode(),
        b"#!/usr/bin/env python\n\x0c\n" + GOOD.encode(),
        GOOD.replace("conv =", "if True:\n\tconv =").encode(),
        GOOD.replace("conv =", "漢字 = '🎉',").encode(),
    ],
    ids=[
        "empty",
        "line",
        "mark alone",
        "mark",
        "crlf",
        "cr",
        "no end",
        "latin-1",
        "gbk",
        "form feed",
        "tab",
        "wide",
    ],
)
def test_odd_but_valid_files_are_checked_and_fixed(command: Command, contents: bytes) -> None:
    file = command.write("a.py", contents)
    outcome = command("check")
    assert outcome.err == ""
    assert [place.split()[1] for place in outcome.codes] == (["MSC102"] if b"Conv2d" in contents else [])
    outcome = command("check", "--fix")
    assert outcome.code == 0
    assert file.read_bytes() == contents.replace(b'padding=1, pad_mode="valid"', b'padding=1, pad_mode="pad"')


NESTED = {
    "brackets": "x = " + "(" * 10_000 + ")" * 10_000,
    "calls": "x = " + "f(" * 10_000 + ")" * 10_000,
    "operators": "x = " + "-" * 10_000 + "1",
    "sums": "x = " + "+".join(["1"] * 10_000),
    "attributes": "x = a" + ".b" * 10_000,
    "calls of calls": "x = f" + "()" * 10_000,
    "sequences": "x = nn.SequentialCell(" * 50 + "nn.Conv2d(1, 2, 3)" + ")" * 50,
    "blocks": "\n".join(" " * depth + "if x:" for depth in range(99)) + " pass",
    "alternatives": "if x: pass\n" + "elif x: pass\n" * 10_000,
    "convolutions": "x = " + "nn.Conv2d(" * 10_000 + ")" * 10_000,
    "activations": "class A(nn.Cell):\n def construct(self, x):\n  return " + "self.relu(" * 90 + "x" + ")" * 90,
}


@pytest.mark.parametrize("jobs", ["1", "2"])
@pytest.mark.parametrize("statement", NESTED.values(), ids=NESTED)
def test_deep_nesting_is_checked_or_told(command: Command, statement: str, jobs: str) -> None:
    command.write("a.py", f"{HEAD}{statement}\n")
    command.write("b.py", GOOD)
    outcome = command("check", f"--jobs={jobs}")
    assert outcome.code == 1, outcome.err
    assert outcome.err == ""
    assert outcome.codes[-1] == "b.py:3:8: MSC102"


@pytest.mark.parametrize(
    "statements",
    [
        "k = 9**9**9\nnn.Conv2d(3, 4, k)",
        "k = 2**9**9 % 7\nnn.Conv2d(3, 4, k)",
        "k = len('%s' * 10**8)\nnn.Conv2d(3, 4, k)",
        "k = [0] * 10**10\nnn.Conv2d(3, 4, k[0])",
        "k = '%1000000000d' % 1\nnn.Conv2d(3, 4, k)",
        "k = 1 << 10**12\nnn.Conv2d(3, 4, k)",
        "k = (1,) * 10**10\nnn.Conv2d(3, 4, padding=k)",
        "a = b\nb = a\nConv = Conv\nnn.Conv2d(3, 4, a)\nConv(3, 4, b)",
        "class A(B): pass\nclass B(A): pass\nA(3, 4, 3)",
        "def f(): return f()\nnn.Conv2d(3, 4, f())",
        "x = [nn.Conv2d(3, 4, 3)]\nx.append(x)\nnn.SequentialCell(*x)",
        "\n".join(f"x{n} = nn.Conv2d(3, 4, 3, padding=x{n - 1})" for n in range(1, 2_000)),
        "x = 1\n" + "x = x + 1\n" * 50_000 + "nn.Conv2d(3, 4, x)",
        "\n".join(f"x{n} = {n}" for n in range(50_000)) + "\nnn.Conv2d(3, 4, x49999)",
        "x0 = 'ab'\n" + "\n".join(f"x{n} = x{n - 1} + x{n - 1}" for n in range(1, 200)) + "\nnn.Conv2d(3, 4, x199)",
    ],
    ids=range(15),
)
def test_nothing_makes_it_hang(command: Command, statements: str) -> None:
    command.write("a.py", f"from mindspore import nn\n{statements}\n")
    begin = time.monotonic()
    outcome = command("check", "--torch-semantics=always")
    assert time.monotonic() - begin < 20
    assert outcome.code in (0, 1)
    assert outcome.err == ""


def test_half_a_megabyte_is_checked(command: Command) -> None:
    lines = 'x = nn.Conv2d(3, 64, 3, stride=1, pad_mode="pad", padding=1, has_bias=True)\n' * 7_000
    command.write("a.py", HEAD + lines + "nn.Conv2d(3, 64, 3, pad_mode='none')\n")
    begin = time.monotonic()
    assert command("check").codes == ["a.py:7003:1: MSC105"]
    assert time.monotonic() - begin < 20


def test_linted_code_is_never_run(command: Command) -> None:
    witness = command.folder / "witness"
    action = f"open({str(witness)!r}, 'w')\n"
    command.write("a.py", f"from mindspore import nn\nfrom helper import K\n{action}K = K\nnn.Conv2d(3, 4, K)\n")
    command.write("helper.py", f"{action}K = 3\n")
    command("check", "--torch-semantics=always")
    assert not witness.exists()


def test_missing_and_unreadable_paths_are_told_and_the_rest_is_checked(command: Command) -> None:
    command.write("good.py", GOOD)
    (command.folder / "loop.py").symlink_to("loop.py")
    os.mkfifo(command.folder / "pipe.py")
    outcome = command("check", "gone.py", "loop.py", "pipe.py", "good.py")
    assert outcome.code == 2
    assert outcome.codes == ["good.py:3:8: MSC102"]
    assert outcome.err.splitlines() == [
        "gone.py: cannot be read: No such file or directory",
        "loop.py: cannot be read: Too many levels of symbolic links",
        "pipe.py: cannot be read: is neither a file nor a folder",
    ]


def test_a_file_that_vanishes_is_told(command: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    from ms_convlint.discovery import Discovery

    command.write("a.py", GOOD)
    monkeypatch.setattr(Discovery, "files", lambda *_: iter(["vanished.py", "a.py"]))
    outcome = command("check")
    assert (outcome.code, outcome.codes) == (2, ["a.py:3:8: MSC102"])
    assert outcome.err == "vanished.py: cannot be read: No such file or directory\n"


@pytest.mark.usefixtures("toy_engine")
@pytest.mark.parametrize("jobs", ["1", "2"])
@pytest.mark.parametrize(
    ("word", "reason"),
    [
        ("recursion", "RecursionError: too deep or too large"),
        ("memory", "MemoryError: too deep or too large"),
        ("fault", "KeyError: 'a fault\\nof two lines'"),
    ],
)
def test_an_internal_error_costs_one_file(command: Command, word: str, reason: str, jobs: str) -> None:
    command.write("a.py", f"# {word}\n")
    command.write("b.py", "conv(1)\n")
    outcome = command("check", f"--jobs={jobs}")
    assert (outcome.code, outcome.codes) == (2, ["b.py:1:1: MSC101"])
    assert outcome.err == f"a.py: internal error, the file was not checked: {reason}\n"


def test_a_long_name_that_the_system_refuses_is_told(command: Command) -> None:
    outcome = command("check", "a" * 5000 + ".py")
    assert outcome.code == 2
    assert outcome.err.splitlines()[0].endswith("cannot be read: File name too long")


def test_python_files_may_lie_behind_a_name_that_ends_in_py(command: Command) -> None:
    command.write("pkg.py/net.py", GOOD)
    assert command("check").codes == ["pkg.py/net.py:3:8: MSC102"]
    assert Path("pkg.py").is_dir()
