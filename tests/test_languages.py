"""The languages that the linter speaks: who is asked for which, and that only texts for people change."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from command import Command
from marks import FIXTURES, read
from programs import FLAKE8_OURS_ALONE, PYLINT_OURS_ALONE

from ms_convlint.engine import check
from ms_convlint.finding import Finding
from ms_convlint.languages import finding_in_language, in_language, language_of_locale
from ms_convlint.rules.registry import RULES, Rule
from ms_convlint.settings import Settings, TorchSemantics
from ms_convlint.source import Source
from ms_convlint.wording import Wording

PORT = """\
from mindspore import nn

conv = nn.Conv2d(3, 64, 7, stride=2, padding=3, has_bias=True)
silenced = nn.Conv2d(3, 64, 7, padding=3, has_bias=True)  # noqa: MSC102  # pylint: disable=ms-padding-without-pad-mode
"""
ENGLISH, CHINESE = "needs pad_mode=", "需要 pad_mode="
HAN = re.compile(r"[\u4e00-\u9fff]")
ILL_JOINED = re.compile(r"[\u4e00-\u9fff][A-Za-z0-9]|[A-Za-z0-9][\u4e00-\u9fff]|[\u4e00-\u9fff] +[\u4e00-\u9fff]")
"""Chinese beside Latin letters or figures without a blank, or with one in it: pieces that do not fit together."""
LOCALES = [
    pytest.param({"LANG": "zh_CN.UTF-8"}, True, id="LANG"),
    pytest.param({"LANG": "zh_CN.GB18030"}, True, id="another encoding"),
    pytest.param({"LANG": "en_US.UTF-8", "LC_MESSAGES": "zh_CN.UTF-8"}, True, id="LC_MESSAGES before LANG"),
    pytest.param({"LC_MESSAGES": "zh_CN.UTF-8", "LC_ALL": "en_US.UTF-8"}, False, id="LC_ALL before LC_MESSAGES"),
    pytest.param({"LANG": "en_US.UTF-8", "LANGUAGE": "fr:zh_CN:en"}, True, id="the first of LANGUAGE that is known"),
    pytest.param({"LANG": "zh_CN.UTF-8", "LANGUAGE": "en"}, False, id="LANGUAGE before LANG"),
    pytest.param({"LANG": "zh_CN.UTF-8", "LC_ALL": "C"}, False, id="C"),
    pytest.param({"LANGUAGE": "zh", "LC_ALL": "C.UTF-8"}, False, id="C whatever LANGUAGE says"),
    pytest.param({"LC_ALL": "POSIX", "LANG": "zh_CN.UTF-8"}, False, id="POSIX"),
    pytest.param({"LANG": "zh-Hans-CN"}, True, id="with hyphens"),
    pytest.param({"LANG": "zh"}, True, id="the language alone"),
    pytest.param({"LANG": "fr_FR.UTF-8"}, False, id="a language that is not spoken"),
    pytest.param({"LANG": "zha_CN.UTF-8"}, False, id="a language that begins alike"),
    pytest.param({}, False, id="nothing said"),
]


@pytest.fixture
def locale(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """An environment that says nothing of a language."""
    for variable in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(variable, raising=False)
    return monkeypatch


@pytest.fixture
def port(command: Command) -> Command:
    """The command beside a file with a finding."""
    command.write("port.py", PORT)
    return command


def run(*program: str, cwd: Path, **environment: str) -> subprocess.CompletedProcess[bytes]:
    variables = {name: value for name, value in os.environ.items() if name not in ("LANGUAGE", "LC_ALL")}
    return subprocess.run(program, cwd=cwd, env=variables | environment, capture_output=True, check=False, timeout=300)


@pytest.mark.parametrize(("variables", "chinese"), LOCALES)
def test_the_locale_chooses_the_language(
    variables: dict[str, str], chinese: bool, locale: pytest.MonkeyPatch, port: Command
) -> None:
    for name, value in variables.items():
        locale.setenv(name, value)
    assert language_of_locale() == ("zh" if chinese else "en")
    assert (CHINESE if chinese else ENGLISH) in port("check").out


@pytest.mark.parametrize(
    "arguments", [("--lang", "zh", "check"), ("check", "--lang", "zh"), ("check", "--lang=zh"), ("--lang=zh", "check")]
)
def test_the_option_beats_the_locale(arguments: tuple[str, ...], locale: pytest.MonkeyPatch, port: Command) -> None:
    assert CHINESE in port(*arguments).out
    locale.setenv("LANG", "zh_CN.UTF-8")
    assert ENGLISH in port(*(argument.replace("zh", "en") for argument in arguments)).out


def test_the_language_behind_the_subcommand_beats_the_one_before(port: Command) -> None:
    assert CHINESE in port("--lang", "en", "check", "--lang", "zh").out


def test_a_language_that_is_not_spoken_is_refused(port: Command) -> None:
    done = port("check", "--lang", "fr")
    assert done.code == 2
    assert "--lang" in done.err
    assert all(language in done.err for language in ("'fr'", "en", "zh"))


@pytest.mark.parametrize("variables", [{}, {"LANGUAGE": "fr"}], ids=["unset", "set"])
def test_a_run_leaves_the_environment_as_it_was(
    variables: dict[str, str], locale: pytest.MonkeyPatch, port: Command
) -> None:
    for name, value in variables.items():
        locale.setenv(name, value)
    before = dict(os.environ)
    port("check", "--lang", "zh")
    assert dict(os.environ) == before


def texts(finding: Finding) -> Iterator[str]:
    yield finding.message
    for fix in (finding.fix, *finding.alternatives):
        if fix is not None:
            yield fix.message
            yield fix.title


def leaves(text: str) -> Iterator[str]:
    """What a text was filled with and is no text for people: code, names, figures."""
    if not isinstance(text, Wording):
        return
    for value in text.fields.values():
        if isinstance(value, Wording):
            yield from leaves(value)
        else:
            yield str(value)


SETTINGS = [Settings(), Settings(TorchSemantics.ALWAYS), Settings(mindspore_version=(1, 5))]
BAD = sorted(path for path in FIXTURES.rglob("*.py") if path.stem.startswith(("bad", "careless")))


@pytest.mark.parametrize("path", BAD, ids=lambda path: path.relative_to(FIXTURES).as_posix())
def test_every_finding_says_the_same_in_chinese(path: Path) -> None:
    source = Source(str(path), read(path))
    for finding in (found for settings in SETTINGS for found in check(source, settings)):
        translated = finding_in_language(finding, "zh")
        assert (translated.code, translated.start, translated.end) == (finding.code, finding.start, finding.end)
        assert HAN.search(translated.message)
        for english, chinese in zip(texts(finding), texts(translated), strict=True):
            if not isinstance(english, Wording):
                assert chinese == english
                continue
            assert all(leaf in chinese for leaf in leaves(english))
            assert not ILL_JOINED.search(chinese)


def without_texts(value: Any) -> Any:
    """What a JSON report holds besides its texts for people."""
    if isinstance(value, dict):
        return {key: without_texts(item) for key, item in value.items() if key != "message"}
    return [without_texts(item) for item in value] if isinstance(value, list) else value


def test_json_is_the_same_but_for_the_messages(port: Command) -> None:
    english, chinese = (
        json.loads(port("check", "--output-format", "json", "--lang", language).out) for language in ("en", "zh")
    )
    assert without_texts(chinese) == without_texts(english)
    assert [entry["message"] for entry in chinese] != [entry["message"] for entry in english]


def test_sarif_tells_its_language_and_keeps_rules_levels_and_fingerprints(port: Command) -> None:
    english, chinese = (
        json.loads(port("check", "--output-format", "sarif", "--lang", language).out)["runs"][0]
        for language in ("en", "zh")
    )
    assert (english["language"], chinese["language"]) == ("en", "zh")
    for key in ("ruleId", "ruleIndex", "level", "partialFingerprints", "locations"):
        assert [result[key] for result in chinese["results"]] == [result[key] for result in english["results"]]
    rules = chinese["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == [rule["id"] for rule in english["tool"]["driver"]["rules"]]
    assert all(HAN.search(rule["shortDescription"]["text"]) for rule in rules)


@pytest.mark.parametrize("name", ["github", "gitlab", "rdjson"])
def test_every_format_has_the_messages_in_the_language(name: str, port: Command) -> None:
    out = port("check", "--output-format", name, "--lang", "zh").out
    assert CHINESE in (out if name == "github" else json.dumps(json.loads(out), ensure_ascii=False))


def test_findings_of_other_processes_are_translated(tmp_path: Path) -> None:
    for number in range(4):
        (tmp_path / f"port{number}.py").write_text(PORT, encoding="utf-8")
    done = run(sys.executable, "-m", "ms_convlint", "check", "--jobs", "2", "--lang", "zh", cwd=tmp_path)
    assert done.stdout.decode().count(CHINESE) == 4
    assert "在 4 个文件中发现 4 个问题（4 个可用 --fix 修复）。" in done.stdout.decode()


@pytest.mark.parametrize(
    ("encoding", "seen"), [("gbk", CHINESE.encode("gbk")), ("utf-8", CHINESE.encode()), ("ascii", b"\\u9700\\u8981")]
)
def test_a_terminal_of_any_encoding_gets_what_it_can_hold(encoding: str, seen: bytes, tmp_path: Path) -> None:
    call = "nn.Conv2d(3, 64, 7, padding='héλ\U0001d4b3')"
    (tmp_path / "port.py").write_text(f"{PORT}{call}\n", encoding="utf-8")
    program = (sys.executable, "-m", "ms_convlint", "check", "--lang", "zh")
    done = run(*program, cwd=tmp_path, PYTHONIOENCODING=encoding)
    assert done.returncode == 1
    assert seen in done.stdout


@pytest.mark.parametrize("program", [FLAKE8_OURS_ALONE, PYLINT_OURS_ALONE], ids=["flake8", "pylint"])
def test_plugins_follow_the_locale_and_are_silenced_as_ever(program: tuple[str, ...], tmp_path: Path) -> None:
    (tmp_path / "port.py").write_text(PORT, encoding="utf-8")
    said = {
        language: run(*program, "port.py", cwd=tmp_path, LANG=f"{language}.UTF-8", PYTHONUTF8="1").stdout.decode()
        for language in ("zh_CN", "en_US")
    }
    assert said["zh_CN"].count(CHINESE) == 1
    assert said["en_US"].count(ENGLISH) == 1


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_the_page_of_a_rule_is_shown_in_the_language(rule: Rule, command: Command) -> None:
    page = command("explain", "--lang", "zh", rule.code).out
    assert page.startswith(f"# {rule.symbol} ({rule.code})\n\n## 检查内容\n")
    assert "## 实测" in page
    english = command("explain", rule.code).out
    assert ("## 示意图" in page) == ("## Drawing" in english)
    assert len(re.findall("^## ", page, re.MULTILINE)) == len(re.findall("^## ", english, re.MULTILINE))


@pytest.mark.parametrize("arguments", [(), ("check",), ("explain",), ("server",)], ids=" ".join)
def test_help_is_in_the_language(arguments: tuple[str, ...], command: Command) -> None:
    chinese, english = (
        command("--lang", language, *arguments, "--help").out.partition("\n\n") for language in ("zh", "en")
    )
    assert chinese[0].startswith("用法：")
    # Options whose explanation stands on the next line, and the subcommands, are words for programs.
    shared = set(chinese[2].splitlines()) & set(english[2].splitlines())
    assert all(re.fullmatch(r" *(\S+( \S+)?)?", line) for line in shared)


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (("check", "--nope"), "ms-convlint: 错误：无法识别的参数：--nope"),
        (("check", "--jobs", "0"), "'0' 不是有效的进程数"),
        (
            ("check", "--torch-semantics", "perhaps"),
            "参数 --torch-semantics: 'perhaps' 不可用（可用的值：auto, always, never）",
        ),
        (("check", "--output-format", "xml"), "不可用的值：'xml'"),
        (("explain", "MSC999"), "'MSC999' 既不是编号也不是符号名；是否想写 MSC900？"),
        (("check", "missing.py"), "missing.py: 无法读取：没有这个文件或目录"),
    ],
)
def test_what_is_wrong_is_said_in_the_language(arguments: tuple[str, ...], complaint: str, command: Command) -> None:
    done = command("--lang", "zh", *arguments)
    assert done.code == 2
    assert complaint in done.err


def test_a_wrong_setting_is_told_in_the_language(port: Command) -> None:
    port.write("pyproject.toml", '[tool.ms-convlint]\ntorch-semantics = "perhaps"\n')
    done = port("check", "--lang", "zh")
    assert "[tool.ms-convlint] torch-semantics: 'perhaps' 不可用（可用的值：auto, always, never）" in done.err


def test_a_file_that_cannot_be_decoded_is_told_in_the_language(command: Command) -> None:
    command.write("broken.py", b"import mindspore  # \xff\n")
    assert "MSC900 无法解码：" in command("check", "--lang", "zh", "broken.py").out


def test_summaries_of_statistics_are_in_the_language(port: Command) -> None:
    summary = in_language(next(rule.summary for rule in RULES if rule.code == "MSC102"), "zh")
    assert f"1 MSC102 ms-padding-without-pad-mode：{summary}" in port("check", "--statistics", "--lang", "zh").out
