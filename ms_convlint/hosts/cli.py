"""The command ``ms-convlint``: its options, and who answers them."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence

from ms_convlint.reports.formats import FORMATS
from ms_convlint.settings import SettingsError, TorchSemantics
from ms_convlint.version import __version__

_USAGE_ERROR = 2
_INTERRUPTED = 130
_CLOSED_PIPE = 141


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command and give its exit code: 0 clean, 1 findings, 2 a usage or internal error."""
    # Names and lines may hold characters that the encoding of the output lacks.
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    try:
        code = _run(sys.argv[1:] if arguments is None else arguments)
        sys.stdout.flush()
    except BrokenPipeError:
        # Python would complain again when it flushes the stream at its end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return _CLOSED_PIPE
    except KeyboardInterrupt:
        sys.stderr.write("ms-convlint: interrupted\n")
        return _INTERRUPTED
    except OSError as error:
        sys.stderr.write(f"ms-convlint: error: cannot write the report: {error.strerror or error}\n")
        return _USAGE_ERROR
    return code


def _run(arguments: Sequence[str]) -> int:
    parser, check, explain, server = _parsers()
    options = parser.parse_args(arguments)
    if options.command == "explain":
        from ms_convlint.hosts.explaining import explain as explain_rules

        if bool(options.rules) == options.all:
            explain.error("name rules by code or symbol, or all of them with --all")
        try:
            return explain_rules(options.rules)
        except SettingsError as error:
            explain.error(error.message)
    if options.command == "server":
        return _serve(server)
    if options.command == "check":
        from ms_convlint.hosts.command import check as check_paths

        try:
            return check_paths(options)
        except SettingsError as error:
            check.error(error.message)
    parser.print_help()
    return _USAGE_ERROR


def _serve(server: argparse.ArgumentParser) -> int:
    try:
        from ms_convlint.hosts.language_server.features import serve
    except ModuleNotFoundError as error:
        server.error(f'{error.name} is not installed: pip install "ms-convlint[lsp]" brings it')
    return serve(None)


def _parsers() -> tuple[argparse.ArgumentParser, ...]:
    parser = argparse.ArgumentParser(
        prog="ms-convlint",
        description="Finds the MindSpore convolution that silently computes something else than torch's.",
        allow_abbrev=False,
    )
    _add_version(parser)
    commands = parser.add_subparsers(prog="ms-convlint", dest="command", metavar="{check,explain,server}")
    check = commands.add_parser(
        "check",
        help="check files and folders, and fix them",
        description="Check files and folders. Exit code: 0 nothing found or all fixed, 1 findings, 2 error.",
        allow_abbrev=False,
    )
    _add_version(check)
    _add_paths(check)
    _add_choices(check)
    _add_fixes(check)
    _add_output(check)
    explain = commands.add_parser(
        "explain", help="show the page of a rule", description="Show the page of a rule.", allow_abbrev=False
    )
    explain.add_argument("rules", nargs="*", metavar="CODE|SYMBOL", help="such as MSC101 or ms-implicit-pad-mode")
    explain.add_argument("--all", action="store_true", help="show the pages of all rules")
    server = commands.add_parser(
        "server",
        help="serve an editor",
        description="Serve an editor by the language server protocol, on standard input and output.",
        allow_abbrev=False,
    )
    return parser, check, explain, server


def _add_version(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--version", action="version", version=f"ms-convlint {__version__}")


def _add_paths(check: argparse.ArgumentParser) -> None:
    check.add_argument(
        "paths",
        nargs="*",
        metavar="PATH",
        help="files and folders, - for standard input (default: this folder)",
    )
    group = check.add_argument_group("which files")
    group.add_argument("--stdin-filename", metavar="PATH", help="the name that standard input goes by")
    group.add_argument(
        "--force-exclude",
        action="store_true",
        help="let 'exclude' hold for paths that are named outright too",
    )
    group.add_argument(
        "--config",
        metavar="FILE",
        help="where [tool.ms-convlint] stands (default: the nearest pyproject.toml)",
    )
    group.add_argument("--jobs", type=_jobs, metavar="N", help="processes to use (default: as many as pay off)")


def _add_choices(check: argparse.ArgumentParser) -> None:
    group = check.add_argument_group("what to report")
    for option, about in (
        ("--select", "the only codes to report, instead of the configuration's select and ignore"),
        ("--extend-select", "codes to report besides"),
        ("--ignore", "codes not to report"),
    ):
        group.add_argument(
            option,
            type=_selection if option == "--select" else _codes,
            action="extend",
            metavar="CODES",
            help=f"{about}: codes, their beginnings or symbols, with commas between them",
        )
    group.add_argument(
        "--torch-semantics",
        metavar="{" + ",".join(value.value for value in TorchSemantics) + "}",
        help="how readily code is taken for a port from torch (default: auto)",
    )
    group.add_argument(
        "--mindspore-version",
        metavar="VERSION",
        help="the MindSpore that the code is written for, such as 2.10 (default: the latest known)",
    )


def _add_fixes(check: argparse.ArgumentParser) -> None:
    group = check.add_argument_group("fixes")
    group.add_argument("--fix", action="store_true", help="write the safe fixes into the files")
    group.add_argument(
        "--unsafe-fixes",
        action="store_true",
        help="with --fix or --diff: also the fixes that change the numbers of code that runs today",
    )
    group.add_argument("--diff", action="store_true", help="show what --fix would change, and change nothing")


def _add_output(check: argparse.ArgumentParser) -> None:
    group = check.add_argument_group("output")
    group.add_argument("--output-format", choices=list(FORMATS), default="text", help="default: text")
    group.add_argument("--statistics", action="store_true", help="also count how often each code was found")
    group.add_argument("--exit-zero", action="store_true", help="exit with 0 in spite of findings")
    group.add_argument(
        "--show-settings",
        action="store_true",
        help="show the settings that hold for the paths, and check nothing",
    )


def _codes(text: str) -> list[str]:
    return [entry for entry in (part.strip() for part in text.split(",")) if entry]


def _selection(text: str) -> list[str]:
    """Codes, of which there must be one: a variable that came out empty must not turn everything off."""
    codes = _codes(text)
    if not codes:
        raise argparse.ArgumentTypeError("name codes or symbols, with commas between them")
    return codes


def _jobs(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number of processes")
    return int(text)
