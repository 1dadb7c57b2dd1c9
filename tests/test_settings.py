"""Where settings come from, which one wins, and what is said of a wrong one."""

from __future__ import annotations

from pathlib import Path

import pytest
from command import Command

from ms_convlint.configuration import forget_settings, settings_for_file
from ms_convlint.settings import (
    Overrides,
    Settings,
    SettingsError,
    TorchSemantics,
    comment_settings,
    parse_mindspore_version,
)

AUTO, ALWAYS, NEVER = TorchSemantics


@pytest.fixture(autouse=True)
def _read_anew() -> None:
    forget_settings()


def configure(folder: Path, text: str, name: str = "pyproject.toml") -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(text)


def semantics(path: Path, overrides: Overrides | None = None) -> TorchSemantics:
    return settings_for_file(str(path), overrides or Overrides()).torch_semantics


def test_without_a_table_the_defaults_hold(tmp_path: Path) -> None:
    configure(tmp_path, '[project]\nname = "x"\n')
    assert settings_for_file(str(tmp_path / "a.py")) == Settings()


def test_every_key_is_read(tmp_path: Path) -> None:
    configure(
        tmp_path,
        """
        [tool.ms-convlint]
        torch-semantics = "never"
        mindspore-version = "1.10.1"
        per-file-torch-semantics = { "ported/**" = "always" }
        select = ["MSC1"]
        ignore = ["ms-invalid-pad-mode"]
        per-file-ignores = { "tests/" = ["MSC2"] }
        exclude = ["vendor/"]
        """,
    )
    assert settings_for_file(str(tmp_path / "a.py")) == Settings(
        torch_semantics=NEVER,
        mindspore_version=(1, 10, 1),
        per_file_torch_semantics=(("ported/**", ALWAYS),),
        select=("MSC1",),
        ignore=("ms-invalid-pad-mode",),
        per_file_ignores=(("tests/", ("MSC2",)),),
        exclude=("vendor/",),
        root=tmp_path,
        origin=str(tmp_path / "pyproject.toml"),
    )


def test_the_nearest_file_with_the_table_holds(tmp_path: Path) -> None:
    configure(tmp_path, '[tool.ms-convlint]\ntorch-semantics = "never"\nmindspore-version = "2.0"\n')
    configure(tmp_path / "a", '[project]\nname = "x"\n')
    configure(tmp_path / "a" / "b", '[tool.ms-convlint]\ntorch-semantics = "always"\n')
    assert semantics(tmp_path / "a" / "x.py") is NEVER
    nearest = settings_for_file(str(tmp_path / "a" / "b" / "c" / "x.py"))
    assert nearest.torch_semantics is ALWAYS
    assert nearest.mindspore_version == Settings().mindspore_version, "tables are not merged"


def test_of_the_patterns_of_a_file_the_last_wins_and_options_win_over_all(tmp_path: Path) -> None:
    configure(
        tmp_path,
        """
        [tool.ms-convlint]
        torch-semantics = "never"
        [tool.ms-convlint.per-file-torch-semantics]
        "ported/" = "always"
        "*_native.py" = "auto"
        """,
    )
    assert semantics(tmp_path / "x.py") is NEVER
    assert semantics(tmp_path / "src" / "ported" / "deep" / "x.py") is ALWAYS
    assert semantics(tmp_path / "ported" / "x_native.py") is AUTO
    overrides = Overrides().with_torch_semantics("never").with_mindspore_version("2.0")
    assert semantics(tmp_path / "ported" / "x.py", overrides) is NEVER
    assert settings_for_file(str(tmp_path / "x.py"), overrides).mindspore_version == (2, 0)


def test_a_named_file_replaces_the_nearest_and_its_patterns_count_from_here(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    configure(tmp_path, '[tool.ms-convlint]\ntorch-semantics = "never"\n')
    table = '[tool.ms-convlint]\nper-file-torch-semantics = {"/src" = "always"}\n'
    configure(tmp_path / "elsewhere", table, "lint.toml")
    monkeypatch.chdir(tmp_path)
    overrides = Overrides(config="elsewhere/lint.toml")
    assert semantics(tmp_path / "src" / "x.py", overrides) is ALWAYS
    assert semantics(tmp_path / "x.py", overrides) is AUTO


@pytest.mark.parametrize(
    ("line", "complaint"),
    [
        (
            "torch-semantic = 'auto'",
            "torch-semantic: no such setting (allowed: torch-semantics, mindspore-version, ",
        ),
        ("torch-semantics = 'yes'", "torch-semantics: 'yes' is not one of auto, always, never"),
        ("torch-semantics = true", "torch-semantics: True is not one of auto, always, never"),
        (
            "mindspore-version = 2.10",
            'mindspore-version: 2.1 must be a string, such as "2.10" (allowed: 1.0 to',
        ),
        ("mindspore-version = 'new'", "mindspore-version: 'new' is not a version such as 2.10 or 1.10.0"),
        ("mindspore-version = '9.9'", "mindspore-version: MindSpore 9.9 is not known (allowed: 1.0 to 2.10)"),
        ("select = 'MSC1'", "select: must be a list of codes or symbols"),
        ("ignore = [1]", "ignore: must be a list of codes or symbols"),
        ("exclude = 'a'", "exclude: must be a list of patterns of paths"),
        ("exclude = ['!']", "exclude: Invalid git pattern: '!'"),
        ("exclude = ['[z-a]']", "exclude: bad character range"),
        ("per-file-ignores = ['a']", "per-file-ignores: must be a table by pattern"),
        ("per-file-ignores = {a = 'MSC1'}", "per-file-ignores, 'a': must be a list of codes"),
        ("per-file-torch-semantics = {'a' = 'no'}", "'a': 'no' is not one of auto, always, never"),
        ("per-file-torch-semantics = 'auto'", "per-file-torch-semantics: must be a table by pattern"),
    ],
)
def test_a_wrong_key_or_value_names_file_key_and_what_is_allowed(tmp_path: Path, line: str, complaint: str) -> None:
    configure(tmp_path, f"[tool.ms-convlint]\n{line}\n")
    with pytest.raises(SettingsError) as caught:
        settings_for_file(str(tmp_path / "a.py"))
    assert str(caught.value).startswith(f"{tmp_path / 'pyproject.toml'}: [tool.ms-convlint] ")
    assert complaint in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("[tool.ms-convlint\n", "is not TOML: "),
        ("[tool.ms_convlint]\nselect = []\n", "[tool.ms_convlint] is not read: write [tool.ms-convlint]"),
        ("tool.ms-convlint = 1\n", "tool.ms-convlint must be a table"),
        ("[tool.ms-convlint]\nselect = " + "[" * 100_000, "cannot be read"),
    ],
)
def test_a_broken_file_is_said(tmp_path: Path, text: str, complaint: str) -> None:
    configure(tmp_path, text)
    with pytest.raises(SettingsError, match=r"pyproject\.toml: ") as caught:
        settings_for_file(str(tmp_path / "a.py"))
    assert complaint in str(caught.value)


def test_a_broken_file_that_does_not_speak_of_this_tool_is_none_of_its_business(tmp_path: Path) -> None:
    configure(tmp_path, "[tool.other\n")
    assert settings_for_file(str(tmp_path / "a.py")) == Settings()


@pytest.mark.parametrize(
    ("text", "version"), [("2.10", (2, 10)), ("1.10.0", (1, 10, 0)), ("2.10.5", (2, 10, 5)), ("1.0", (1, 0))]
)
def test_versions(text: str, version: tuple[int, ...]) -> None:
    assert parse_mindspore_version(text) == version


@pytest.mark.parametrize("text", ["2", "2.11", "0.9", "2.10rc1", "", "2.10.0.0", "\u0662.\u0660"])
def test_no_versions(text: str) -> None:
    with pytest.raises(SettingsError):
        parse_mindspore_version(text)


@pytest.mark.parametrize(
    "text",
    [
        "# ms-convlint: torch-semantics=always\n",
        "import x\n\n#ms-convlint:torch-semantics = always \n",
        "x = 1  # ms-convlint: torch-semantics=always\r\n",
        "# ms-convlint: torch-semantics=always\nx = (\n",
    ],
)
def test_the_comment_sets_the_file(text: str) -> None:
    assert comment_settings(text, Settings(NEVER), "a.py").torch_semantics is ALWAYS


@pytest.mark.parametrize(
    "text",
    [
        "x = '# ms-convlint: torch-semantics=always'\n",
        "# see ms-convlint: it is good\n",
        "'''\n# ms-convlint: x\n'''",
    ],
)
def test_other_text_sets_nothing(text: str) -> None:
    assert comment_settings(text, Settings(NEVER), "a.py").torch_semantics is NEVER


@pytest.mark.parametrize(
    ("comment", "complaint"),
    [
        ("torch-semantics=sometimes", "torch-semantics: 'sometimes' is not one of auto, always, never"),
        ("torch-semantics", "torch-semantics: '' is not one of auto, always, never"),
        ("select=MSC1", "'select' is no setting of a file (allowed: torch-semantics=auto|always|never)"),
    ],
)
def test_a_wrong_comment_names_file_line_and_what_is_allowed(comment: str, complaint: str) -> None:
    with pytest.raises(SettingsError) as caught:
        comment_settings(f"\n# ms-convlint: {comment}\n", Settings(), "a.py")
    assert str(caught.value).startswith("a.py:2: ")
    assert str(caught.value).endswith(complaint)
    assert caught.value.line == 2


@pytest.mark.usefixtures("toy_engine")
class TestInTheCommand:
    def test_a_wrong_comment_costs_this_file_alone(self, command: Command) -> None:
        command.write("a.py", "# ms-convlint: torch-semantics=no\nconv(1)\n")
        command.write("b.py", "conv(1)\n")
        outcome = command("check")
        assert outcome.code == 2
        assert outcome.codes == ["b.py:1:1: MSC101"]
        assert outcome.err.startswith("a.py:1: ")
        assert len(outcome.err.splitlines()) == 1

    def test_a_wrong_configuration_is_said_once_and_costs_its_files_alone(self, command: Command) -> None:
        command.write("wrong/pyproject.toml", "[tool.ms-convlint]\nselect = ['MSC777']\n")
        for name in ("wrong/a.py", "wrong/b.py", "right.py"):
            command.write(name, "conv(1)\n")
        outcome = command("check")
        assert (outcome.code, outcome.codes) == (2, ["right.py:1:1: MSC101"])
        assert len(outcome.err.splitlines()) == 1
        assert "pyproject.toml: [tool.ms-convlint] select: 'MSC777' is no code (allowed: MSC, MSC1" in outcome.err

    def test_select_ignore_and_per_file_ignores_choose_what_is_shown(self, command: Command) -> None:
        command.write(
            "pyproject.toml",
            """
            [tool.ms-convlint]
            ignore = ["MSC1"]
            [tool.ms-convlint.per-file-ignores]
            "tests/" = ["MSC4"]
            """,
        )
        command.write("a.py", "conv(bias=1)\n")
        command.write("tests/a.py", "conv(bias=1)\n")
        assert command("check").codes == ["a.py:1:1: MSC401"]
        assert command("check", "--select=MSC").codes == [
            "a.py:1:1: MSC101",
            "a.py:1:1: MSC401",
            "tests/a.py:1:1: MSC101",
        ]

    def test_options_win(self, command: Command) -> None:
        command.write("pyproject.toml", "[tool.ms-convlint]\ntorch-semantics = 'never'\n")
        command.write("a.py", "conv(1)\n")
        assert command("check").code == 0
        outcome = command("check", "--torch-semantics=always", "--mindspore-version=2.0")
        assert "MindSpore 2.0 (always)" in outcome.out

    def test_show_settings_tells_what_holds_for_each_path(self, command: Command) -> None:
        command.write("a/pyproject.toml", "[tool.ms-convlint]\ntorch-semantics = 'always'\nselect = ['MSC4']\n")
        outcome = command("check", "--show-settings", "--mindspore-version=2.3", "a", ".")
        assert outcome.code == 0
        first, second = outcome.out.strip().split("\n\n")
        assert first.splitlines()[:5] == [
            f"# a: from {command.folder / 'a' / 'pyproject.toml'}",
            "[tool.ms-convlint]",
            'torch-semantics = "always"',
            'mindspore-version = "2.3"',
            'select = ["MSC401", "MSC402", "MSC403", "MSC900"]',
        ]
        assert second.splitlines()[0] == "# .: from no pyproject.toml"
        assert 'torch-semantics = "auto"' in second

    def test_what_show_settings_prints_can_be_read_as_settings(self, command: Command) -> None:
        command.write(
            "pyproject.toml", "[tool.ms-convlint]\nexclude = ['a\"b/']\nper-file-ignores = {'x y' = ['MSC2']}"
        )
        shown = command("check", "--show-settings").out
        command.write("copy.toml", shown)
        again = command("check", "--show-settings", "--config=copy.toml").out
        assert again.splitlines()[1:] == shown.splitlines()[1:]
