"""Which files are found, and which are left out."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from command import Command

from ms_convlint.configuration import settings_for_file
from ms_convlint.discovery import Discovery, Unreadable


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def touch(tree: Path, *names: str) -> None:
    for name in names:
        (tree / name).parent.mkdir(parents=True, exist_ok=True)
        (tree / name).touch()


def found(*paths: str, force_exclude: bool = False) -> list[str | Unreadable]:
    return list(Discovery(settings_for_file, force_exclude=force_exclude).files(paths or ["."]))


def test_folders_are_searched_for_python_alone(tree: Path) -> None:
    touch(tree, "b.py", "a.pyw", "c.txt", "d.pyc", "sub/deep/e.py", "f.py/g.py")
    assert found() == ["a.pyw", "b.py", "f.py/g.py", "sub/deep/e.py"]


def test_a_file_named_outright_is_checked_whatever_its_name(tree: Path) -> None:
    touch(tree, "script", "venv/a.py")
    assert found("script", "venv/a.py") == ["script", "venv/a.py"]


def test_folders_of_tools_are_not_entered_unless_named(tree: Path) -> None:
    touch(tree, ".git/a.py", ".venv/a.py", "node_modules/a.py", "__pycache__/a.py", "x/.tox/a.py", "x/b.py")
    assert found() == ["x/b.py"]
    assert found(".venv") == [".venv/a.py"]


def test_nothing_is_found_twice(tree: Path) -> None:
    touch(tree, "a/b.py")
    (tree / "link.py").symlink_to("a/b.py")
    (tree / "folder").symlink_to("a")
    assert found("a", ".", "a/b.py", "folder") == ["a/b.py"]


def test_links_to_folders_are_followed_only_when_named(tree: Path) -> None:
    touch(tree, "a/b.py")
    (tree / "a" / "loop").symlink_to("..")
    (tree / "self").symlink_to("self")
    assert found() == ["a/b.py"]
    assert found("a/loop") == ["a/loop/a/b.py"]


def test_broken_links_and_missing_paths_are_told(tree: Path) -> None:
    (tree / "gone.py").symlink_to("nowhere")
    (tree / "loop.py").symlink_to("loop.py")
    (tree / ".#lock.py").symlink_to("user@host.1234")
    assert found() == ["gone.py", "loop.py"], "reading them tells why"
    assert found("nothing.py") == [Unreadable("nothing.py", "No such file or directory")]
    assert found("loop.py") == [Unreadable("loop.py", "Too many levels of symbolic links")]


def test_what_is_neither_file_nor_folder_is_not_opened(tree: Path) -> None:
    os.mkfifo(tree / "pipe.py")
    assert found() == []
    assert found("pipe.py") == [Unreadable("pipe.py", "is neither a file nor a folder")]


def test_a_folder_that_cannot_be_listed_is_told(tree: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    touch(tree, "a/b.py", "c/d.py")
    scandir = os.scandir

    def refuse(path: str) -> object:
        if path == "a":
            raise PermissionError(13, "Permission denied")
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refuse)
    assert found() == [Unreadable("a", "Permission denied"), "c/d.py"]


def test_gitignore_files_count_nested_and_negated(tree: Path) -> None:
    touch(
        tree,
        "a.py",
        "build/b.py",
        "gen_c.py",
        "sub/gen_d.py",
        "sub/keep/gen_e.py",
        "sub/only_here.py",
        "only_here.py",
    )
    (tree / ".gitignore").write_text("build/\ngen_*.py\n\n# a comment\n!\n")
    (tree / "sub" / ".gitignore").write_bytes(b"\xef\xbb\xbf/only_here.py\r\n")
    (tree / "sub" / "keep" / ".gitignore").write_text("!gen_e.py\n")
    assert found() == ["a.py", "only_here.py", "sub/keep/gen_e.py"]
    assert found("gen_c.py") == ["gen_c.py"]


def test_gitignore_files_above_count_up_to_the_root_of_the_repository(tree: Path) -> None:
    touch(tree, "repo/sub/a.py", "repo/sub/b.py", "repo/sub/c.py", "repo/sub/d.py")
    (tree / ".gitignore").write_text("d.py\n")
    (tree / "repo" / ".git" / "info").mkdir(parents=True)
    (tree / "repo" / ".git" / "info" / "exclude").write_text("c.py\n")
    (tree / "repo" / ".gitignore").write_text("/sub/b.py\n")
    assert found("repo/sub") == ["repo/sub/a.py", "repo/sub/d.py"]


def test_without_a_repository_files_above_do_not_count(tree: Path) -> None:
    touch(tree, "sub/a.py")
    (tree / ".gitignore").write_text("a.py\n")
    assert found("sub") == ["sub/a.py"]


def test_an_ignored_folder_that_is_named_outright_is_meant(tree: Path) -> None:
    touch(tree, ".git/HEAD", "build/a.py", "build/sub/b.py")
    (tree / ".gitignore").write_text("build/\n")
    assert found() == []
    assert found("build") == ["build/a.py", "build/sub/b.py"]


def test_excluded_paths_are_left_out(tree: Path) -> None:
    touch(tree, "a.py", "vendor/b.py", "sub/vendor/c.py", "sub/d_pb2.py", "docs/conf.py", "sub/docs/conf.py")
    (tree / "pyproject.toml").write_text('[tool.ms-convlint]\nexclude = ["vendor", "*_pb2.py", "/docs/"]\n')
    assert found() == ["a.py", "sub/docs/conf.py"]
    assert found("sub") == ["sub/docs/conf.py"]


def test_force_exclude_holds_for_what_is_named(tree: Path) -> None:
    touch(tree, "a.py", "vendor/b.py")
    (tree / "pyproject.toml").write_text('[tool.ms-convlint]\nexclude = ["vendor/"]\n')
    assert found("a.py", "vendor/b.py", "vendor") == ["a.py", "vendor/b.py"]
    assert found("a.py", "vendor/b.py", "vendor", force_exclude=True) == ["a.py"]


@pytest.fixture
def depth(tree: Path) -> Iterator[int]:
    """Folders in folders, more than Python calls may be; pytest's own clean-up would not survive them."""
    depth = sys.getrecursionlimit() + 100
    for _ in range(depth):
        os.mkdir("d")
        os.chdir("d")
    Path("a.py").touch()
    os.chdir(tree)
    yield depth
    os.chdir("d/" * depth)
    os.remove("a.py")
    for _ in range(depth):
        os.chdir("..")
        os.rmdir("d")


def test_folders_nested_deeper_than_the_stack(depth: int) -> None:
    assert found() == ["d/" * depth + "a.py"]


@pytest.mark.usefixtures("toy_engine")
def test_odd_names_are_found_and_printed_on_one_line(command: Command) -> None:
    names = [
        b"new\nline.py",
        b"caf\xe9.py",
        "漢.py".encode(),
        b"\x1b[31mred.py",
        b"100%, a::b.py",
        b"back\\slash.py",
    ]
    for name in names:
        with open(os.path.join(os.fsencode(command.folder), name), "w") as file:
            file.write("conv(1)\n")
    places = [line.partition(":1:1: MSC101 ")[0] for line in command("check").out.splitlines() if "MSC101" in line]
    assert sorted(places) == sorted(
        ["\\x1b[31mred.py", "100%, a::b.py", "back\\slash.py", "caf\\xe9.py", "new\\nline.py", "漢.py"]
    )
