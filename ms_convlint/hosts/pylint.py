"""The pylint plugin: ``load-plugins = ms_convlint.hosts.pylint``."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from astroid import nodes
from pylint.checkers import BaseChecker
from pylint.interfaces import HIGH, INFERENCE

from ms_convlint.languages import in_language, language_of_locale
from ms_convlint.rules.registry import BY_CODE, RULES, Rule
from ms_convlint.settings import Overrides, SettingsError, TorchSemantics

if TYPE_CHECKING:
    from pylint.lint import PyLinter
    from pylint.typing import MessageDefinitionTuple, Options

    from ms_convlint.finding import Finding
    from ms_convlint.source import Source


def _definition(rule: Rule) -> MessageDefinitionTuple:
    return "%s", rule.symbol, f"{rule.summary}; see {rule.url}"


_MESSAGES = {rule.message_id: _definition(rule) for rule in RULES}
_USAGE_ERROR = 32
"""The exit code of pylint for wrong options."""


class ConvolutionChecker(BaseChecker):
    """One module at a time: its text goes to the engine, what comes back becomes messages."""

    name = "ms-convlint"
    msgs = _MESSAGES
    options: Options = (
        (
            "msc-torch-semantics",
            {
                "type": "choice",
                "choices": [choice.value for choice in TorchSemantics],
                "default": None,
                "metavar": "<auto|always|never>",
                "help": "How readily code is taken for a port from torch. Unless given, what the nearest "
                "pyproject.toml says in [tool.ms-convlint], or auto.",
            },
        ),
        (
            "msc-mindspore-version",
            {
                "type": "string",
                "default": None,
                "metavar": "<version>",
                "help": "The MindSpore version that the code is written for. Unless given, what the nearest "
                "pyproject.toml says in [tool.ms-convlint], or the latest known.",
            },
        ),
    )

    def __init__(self, linter: PyLinter) -> None:
        super().__init__(linter)
        self._overrides = Overrides()
        self._language = language_of_locale()
        self._told: set[str] = set()

    def open(self) -> None:
        """Read the options, before the first module."""
        options = self.linter.config
        overrides = Overrides()
        try:
            if options.msc_torch_semantics is not None:
                overrides = overrides.with_torch_semantics(options.msc_torch_semantics)
            if options.msc_mindspore_version is not None:
                overrides = overrides.with_mindspore_version(options.msc_mindspore_version)
        except SettingsError as error:
            sys.stderr.write(f"pylint: error: argument --msc-{in_language(error.message, self._language)}\n")
            sys.exit(_USAGE_ERROR)
        self._overrides = overrides

    def visit_module(self, node: nodes.Module) -> None:
        """Check a module that pylint has parsed."""
        data = _data(node)
        if b"mindspore" not in data:
            return
        from ms_convlint.configuration import settings_for_file
        from ms_convlint.engine import check
        from ms_convlint.source import Source, SourceError, decode

        try:
            # What pylint was given as a text, it keeps as UTF-8 whatever the coding line says.
            text = data.decode() if node.file_bytes is not None else decode(data)[0]
            source = Source(node.file, text)
            settings = settings_for_file(node.file, self._overrides)
            findings = check(source, settings, astroid_module=lambda: node)
        except SettingsError as error:
            self._report_fault(error)
            return
        except SourceError:  # pylint, too, has a message for what cannot be parsed
            return
        if not findings:
            return
        definitions = list(node.nodes_of_class((nodes.ClassDef, nodes.FunctionDef)))
        for finding in findings:
            line = finding.start.line
            around = [node, *(inner for inner in definitions if inner.fromlineno <= line <= inner.tolineno)]
            self._report(finding, source, around[-1])

    def _report_fault(self, error: SettingsError) -> None:
        if error.line is None:
            if error.message in self._told:
                return
            self._told.add(error.message)
        message = in_language(error.message, self._language)
        self.linter.add_message("config-parse-error", line=error.line or 1, args=(message,))

    def _report(self, finding: Finding, source: Source, definition: nodes.NodeNG) -> None:
        self.add_message(
            BY_CODE[finding.code].symbol,
            args=(in_language(finding.message, self._language),),
            confidence=HIGH if finding.certain else INFERENCE,
            node=definition,  # named in pylint's report
            line=finding.start.line,
            col_offset=source.byte_column(finding.start),
            end_lineno=finding.end.line,
            end_col_offset=source.byte_column(finding.end),
        )


def _data(module: nodes.Module) -> bytes:
    stream = module.stream()
    if stream is None:  # built in: astroid made it up
        return b""
    with stream:
        data: bytes = stream.read()
    return data


def register(linter: PyLinter) -> None:
    """Add the checker; pylint calls this for every plugin."""
    # Before version 4 every process of -j got the checker from its parent and then called this once more.
    if not any(isinstance(checker, ConvolutionChecker) for checker in linter.get_checkers()):
        linter.register_checker(ConvolutionChecker(linter))
