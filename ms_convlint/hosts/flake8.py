"""The flake8 plugin: entry point ``MSC``.

flake8 loads this module on every run, whatever the files are about: nothing else is imported before a file
mentions MindSpore.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    import argparse
    import ast
    from collections.abc import Callable, Iterator

    from flake8.options.manager import OptionManager

    from ms_convlint.settings import Overrides, SettingsError

    Report = tuple[int, int, str, type]


class Plugin:
    """One file in flake8, which hands over the tree and the lines that it has read already."""

    torch_semantics: ClassVar[str | None] = None
    mindspore_version: ClassVar[str | None] = None

    def __init__(self, tree: ast.Module, lines: list[str], filename: str) -> None:
        """Take what flake8 offers; it goes by the names of the arguments."""
        self.tree = tree
        self.lines = lines
        self.filename = filename

    @classmethod
    def add_options(cls, option_manager: OptionManager) -> None:
        """Add the two settings that change what is true; for what is shown flake8 has its own."""
        option_manager.add_option(
            "--msc-torch-semantics",
            type=_torch_semantics,
            metavar="{auto,always,never}",
            parse_from_config=True,
            help="how readily code is taken for a port from torch "
            "(default: what [tool.ms-convlint] of the nearest pyproject.toml says, or auto)",
        )
        option_manager.add_option(
            "--msc-mindspore-version",
            type=_mindspore_version,
            metavar="VERSION",
            parse_from_config=True,
            help="the MindSpore version that the code is written for, such as 2.3 "
            "(default: what [tool.ms-convlint] of the nearest pyproject.toml says, or the latest known)",
        )

    @classmethod
    def parse_options(cls, options: argparse.Namespace) -> None:
        """Keep the options; None stands for one that was not given."""
        cls.torch_semantics = options.msc_torch_semantics
        cls.mindspore_version = options.msc_mindspore_version

    def run(self) -> Iterator[Report]:
        """Yield the findings of the file as flake8 takes them."""
        text = "".join(self.lines)
        if "mindspore" not in text:
            return
        from ms_convlint.configuration import settings_for_file
        from ms_convlint.engine import check
        from ms_convlint.languages import finding_in_language, language_of_locale
        from ms_convlint.settings import SettingsError
        from ms_convlint.source import Source

        try:
            settings = settings_for_file(self.filename, self._overrides())
            findings = check(Source(self.filename, text, self.tree), settings)
        except SettingsError as error:
            yield self._report_fault(error)
            return
        language = language_of_locale()
        for finding in findings:
            finding = finding_in_language(finding, language)
            yield finding.start.line, finding.start.column, f"{finding.code} {finding.message}", type(self)

    def _overrides(self) -> Overrides:
        from ms_convlint.settings import Overrides

        overrides = Overrides()
        if self.torch_semantics is not None:
            overrides = overrides.with_torch_semantics(self.torch_semantics)
        if self.mindspore_version is not None:
            overrides = overrides.with_mindspore_version(self.mindspore_version)
        return overrides

    def _report_fault(self, error: SettingsError) -> Report:
        from flake8.exceptions import ExecutionError

        from ms_convlint.finding import UNREADABLE
        from ms_convlint.languages import in_language, language_of_locale

        message = in_language(error.message, language_of_locale())
        if error.line is None:  # in pyproject.toml: flake8 stops at faults of its own configuration too
            raise ExecutionError(message)
        return error.line, 0, f"{UNREADABLE} {message.removeprefix(f'{self.filename}:{error.line}: ')}", type(self)


# flake8 shows values of its configuration files to ``type`` alone: ``choices`` would let wrong ones pass.
def _torch_semantics(text: str) -> str:
    from ms_convlint.settings import parse_torch_semantics

    return _checked(text, parse_torch_semantics)


def _mindspore_version(text: str) -> str:
    from ms_convlint.settings import parse_mindspore_version

    return _checked(text, parse_mindspore_version)


def _checked(text: str, parse: Callable[[str], object]) -> str:
    from argparse import ArgumentTypeError

    from ms_convlint.languages import in_language, language_of_locale
    from ms_convlint.settings import SettingsError

    try:
        parse(text)
    except SettingsError as error:
        raise ArgumentTypeError(in_language(error.message, language_of_locale())) from None
    return text
