"""The command ``ms-convlint``: its options, and who answers them."""

from __future__ import annotations

import argparse
import errno
import io
import os
import sys
from collections.abc import Sequence
from functools import partial

from ms_convlint.hosts.parsing import Parser, argparse_in, wanted_language
from ms_convlint.languages import LANGUAGES, in_language
from ms_convlint.reports.formats import FORMATS
from ms_convlint.settings import SettingsError, TorchSemantics
from ms_convlint.version import __version__
from ms_convlint.wording import reason_of, said

_USAGE_ERROR = 2
_INTERRUPTED = 130
_CLOSED_PIPE = 141


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command and give its exit code: 0 clean, 1 findings, 2 a usage or internal error."""
    if sys.stderr is None:  # Closed by whoever started this: nobody reads it.
        sys.stderr = io.StringIO()
    if sys.stdin is None:
        sys.stdin = io.TextIOWrapper(io.BytesIO())
    # Names and lines may hold characters that the encoding of the output lacks.
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    arguments = sys.argv[1:] if arguments is None else arguments
    language = wanted_language(arguments)
    try:
        if sys.stdout is None:
            raise OSError(errno.EBADF, os.strerror(errno.EBADF))
        with argparse_in(language):
            code = _run(arguments, language)
        sys.stdout.flush()
    except BrokenPipeError:
        # Python would complain again when it flushes the stream at its end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return _CLOSED_PIPE
    except KeyboardInterrupt:
        message = said("interrupted")
        sys.stderr.write(f"ms-convlint: {in_language(message, language)}\n")
        return _INTERRUPTED
    except OSError as error:
        message = said("error: cannot write the report: {reason}", reason=reason_of(error))
        sys.stderr.write(f"ms-convlint: {in_language(message, language)}\n")
        return _USAGE_ERROR
    return code


def _run(arguments: Sequence[str], language: str) -> int:
    parser, check, explain, server = _parsers(language)
    options = parser.parse_args(arguments)
    if options.command == "explain":
        from ms_convlint.hosts.explaining import explain as explain_rules

        if bool(options.rules) == options.all:
            explain.error(said("name rules by code or symbol, or all of them with --all"))
        try:
            return explain_rules(options.rules, language)
        except SettingsError as error:
            explain.error(error.message)
    if options.command == "server":
        return _serve(server, options.lang)
    if options.command == "check":
        from ms_convlint.hosts.command import check as check_paths

        try:
            return check_paths(options, language)
        except SettingsError as error:
            check.error(error.message)
    parser.print_help()
    return _USAGE_ERROR


def _serve(server: argparse.ArgumentParser, asked_language: str | None) -> int:
    try:
        from ms_convlint.hosts.language_server.features import serve
    except ModuleNotFoundError as error:
        server.error(said('{module} is not installed: pip install "ms-convlint[lsp]" brings it', module=error.name))
    return serve(asked_language)


def _parsers(language: str) -> tuple[argparse.ArgumentParser, ...]:
    parser = Parser(
        prog="ms-convlint",
        description=said("Finds the MindSpore convolution that silently computes something else than torch's."),
        language=language,
    )
    _add_version(parser)
    _add_language(parser)
    commands = parser.add_subparsers(prog="ms-convlint", dest="command", metavar="{check,explain,server}")
    check = commands.add_parser(
        "check",
        help=said("check files and folders, and fix them"),
        description=said("Check files and folders. Exit code: 0 nothing found or all fixed, 1 findings, 2 error."),
        language=language,
    )
    _add_version(check)
    _add_paths(check, language)
    _add_choices(check, language)
    _add_baseline(check)
    _add_fixes(check)
    _add_output(check)
    explain = commands.add_parser(
        "explain",
        help=said("show the page of a rule"),
        description=said("Show the page of a rule."),
        language=language,
    )
    explain.add_argument("rules", nargs="*", metavar="CODE|SYMBOL", help=said("such as MSC101 or ms-implicit-pad-mode"))
    explain.add_argument("--all", action="store_true", help=said("show the pages of all rules"))
    server = commands.add_parser(
        "server",
        help=said("serve an editor"),
        description=said("Serve an editor by the language server protocol, on standard input and output."),
        language=language,
    )
    for command in (check, explain, server):
        _add_language(command, default=argparse.SUPPRESS)
    return parser, check, explain, server


def _add_version(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--version",
        action="version",
        version=f"ms-convlint {__version__}",
        help=said("show program's version number and exit"),
    )


def _add_language(parser: argparse.ArgumentParser, default: str | None = None) -> None:
    parser.add_argument(
        "--lang",
        choices=LANGUAGES,
        default=default,
        help=said("the language of messages, pages and this help (default: the locale's)"),
    )


def _add_paths(check: argparse.ArgumentParser, language: str) -> None:
    check.add_argument(
        "paths",
        nargs="*",
        metavar="PATH",
        help=said("files and folders, - for standard input (default: this folder)"),
    )
    group = check.add_argument_group(said("which files"))
    group.add_argument("--stdin-filename", metavar="PATH", help=said("the name that standard input goes by"))
    group.add_argument(
        "--force-exclude",
        action="store_true",
        help=said("let 'exclude' hold for paths that are named outright too"),
    )
    group.add_argument(
        "--config",
        metavar="FILE",
        help=said("where [tool.ms-convlint] stands (default: the nearest pyproject.toml)"),
    )
    group.add_argument(
        "--jobs",
        type=partial(_jobs, language=language),
        metavar="N",
        help=said("processes to use (default: as many as pay off)"),
    )


def _add_choices(check: argparse.ArgumentParser, language: str) -> None:
    group = check.add_argument_group(said("what to report"))
    for option, about in (
        ("--select", said("the only codes to report, instead of the configuration's select and ignore")),
        ("--extend-select", said("codes to report besides")),
        ("--ignore", said("codes not to report")),
    ):
        group.add_argument(
            option,
            type=partial(_selection, language=language) if option == "--select" else _codes,
            action="extend",
            metavar="CODES",
            help=said("{about}: codes, their beginnings or symbols, with commas between them", about=about),
        )
    group.add_argument(
        "--torch-semantics",
        metavar="{" + ",".join(value.value for value in TorchSemantics) + "}",
        help=said("how readily code is taken for a port from torch (default: auto)"),
    )
    group.add_argument(
        "--mindspore-version",
        metavar="VERSION",
        help=said("the MindSpore that the code is written for, such as 2.10 (default: the latest known)"),
    )


def _add_baseline(check: argparse.ArgumentParser) -> None:
    group = check.add_argument_group(said("adopting a project that has findings"))
    group.add_argument("--baseline", metavar="FILE", help=said("leave out the findings that this file records"))
    group.add_argument(
        "--write-baseline",
        action="store_true",
        help=said("record what is found in the file of --baseline, instead of reporting it"),
    )


def _add_fixes(check: argparse.ArgumentParser) -> None:
    group = check.add_argument_group(said("fixes"))
    group.add_argument("--fix", action="store_true", help=said("write the safe fixes into the files"))
    group.add_argument(
        "--unsafe-fixes",
        action="store_true",
        help=said("with --fix or --diff: also the fixes that change the numbers of code that runs today"),
    )
    group.add_argument("--diff", action="store_true", help=said("show what --fix would change, and change nothing"))


def _add_output(check: argparse.ArgumentParser) -> None:
    group = check.add_argument_group(said("output"))
    group.add_argument("--output-format", choices=list(FORMATS), default="text", help=said("default: text"))
    group.add_argument("--statistics", action="store_true", help=said("also count how often each code was found"))
    group.add_argument("--exit-zero", action="store_true", help=said("exit with 0 in spite of findings"))
    group.add_argument(
        "--show-settings",
        action="store_true",
        help=said("show the settings that hold for the paths, and check nothing"),
    )


def _codes(text: str) -> list[str]:
    return [entry for entry in (part.strip() for part in text.split(",")) if entry]


def _selection(text: str, language: str) -> list[str]:
    """Codes, of which there must be one: a variable that came out empty must not turn everything off."""
    codes = _codes(text)
    if not codes:
        raise argparse.ArgumentTypeError(in_language(said("name codes or symbols, with commas between them"), language))
    return codes


def _jobs(text: str, language: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        message = said("{text} is not a number of processes", text=repr(text))
        raise argparse.ArgumentTypeError(in_language(message, language))
    return int(text)
