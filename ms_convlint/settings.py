"""What a user may choose, as data; and the comment in a file that chooses for this file.

``configuration.settings_for_file`` finds the settings of a file. The order, the stronger first: the comment
in the file (read by the engine), the host's options, per-file-torch-semantics, the other keys of
pyproject.toml, the defaults.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from enum import Enum
from typing import TYPE_CHECKING

from ms_convlint.wording import on_one_line, said

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


class TorchSemantics(str, Enum):
    """How readily code is taken for a port from torch."""

    AUTO = "auto"
    ALWAYS = "always"
    NEVER = "never"


EARLIEST_MINDSPORE = (1, 0)
LATEST_MINDSPORE = (2, 10)


class SettingsError(Exception):
    """A setting that means nothing: one line that says where it stands, which it is and what is allowed.

    The command prints it, goes on with the files that it does not concern and exits with 2. flake8 and pylint
    report it at ``line`` of the file where the comment stands; the line is None where the fault is in
    pyproject.toml or in an option, which concerns more than this file.
    """

    def __init__(self, message: str, line: int | None = None) -> None:
        super().__init__(message, line)
        self.message = on_one_line(message)
        self.line = line

    def __str__(self) -> str:
        return self.message


@dataclass(frozen=True)
class Settings:
    """All settings of one file. The first three change what is true; the others choose what is shown."""

    torch_semantics: TorchSemantics = TorchSemantics.AUTO
    mindspore_version: tuple[int, ...] = LATEST_MINDSPORE
    per_file_torch_semantics: tuple[tuple[str, TorchSemantics], ...] = ()
    select: tuple[str, ...] = ("MSC",)
    ignore: tuple[str, ...] = ()
    per_file_ignores: tuple[tuple[str, tuple[str, ...]], ...] = ()
    exclude: tuple[str, ...] = ()
    root: Path | None = None
    """The folder of the pyproject.toml that the settings came from: patterns are relative to it."""
    origin: str | None = None
    """The file that the settings came from."""


@dataclass(frozen=True)
class Overrides:
    """What a host's options say of the settings that change what is true: they win over pyproject.toml."""

    torch_semantics: TorchSemantics | None = None
    mindspore_version: tuple[int, ...] | None = None
    config: str | None = None
    """A file to read instead of the nearest pyproject.toml: patterns are relative to the working folder."""

    def with_torch_semantics(self, text: str) -> Overrides:
        """Add a word for torch-semantics; raises SettingsError where it is none."""
        return replace(self, torch_semantics=parse_torch_semantics(text))

    def with_mindspore_version(self, text: str) -> Overrides:
        """Add a version of MindSpore; raises SettingsError where it is none."""
        return replace(self, mindspore_version=parse_mindspore_version(text))


def parse_torch_semantics(text: object, where: str = "torch-semantics") -> TorchSemantics:
    """Read the word for torch-semantics.

    Raises:
        SettingsError: no such word; ``where`` names the key (and file) in the message.
    """
    for value in TorchSemantics:
        if text == value.value:
            return value
    allowed = ", ".join(value.value for value in TorchSemantics)
    raise SettingsError(said("{where}: {text} is not one of {allowed}", where=where, text=repr(text), allowed=allowed))


def parse_mindspore_version(text: object, where: str = "mindspore-version") -> tuple[int, ...]:
    """Read a version such as ``2.10`` or ``1.10.0``.

    Raises:
        SettingsError: no version, or none that is known; ``where`` names the key (and file) in the message.
    """
    earliest, latest = ("{}.{}".format(*version) for version in (EARLIEST_MINDSPORE, LATEST_MINDSPORE))
    allowed = said("{earliest} to {latest}", earliest=earliest, latest=latest)
    written = repr(text)
    if not isinstance(text, str):
        raise SettingsError(
            said(
                '{where}: {text} must be a string, such as "2.10" (allowed: {allowed})',
                where=where,
                text=written,
                allowed=allowed,
            )
        )
    if not re.fullmatch(r"[0-9]{1,4}\.[0-9]{1,4}(\.[0-9]{1,4})?", text):
        raise SettingsError(
            said(
                "{where}: {text} is not a version such as 2.10 or 1.10.0 (allowed: {allowed})",
                where=where,
                text=written,
                allowed=allowed,
            )
        )
    version = tuple(int(part) for part in text.split("."))
    if not EARLIEST_MINDSPORE <= version[:2] <= LATEST_MINDSPORE:
        raise SettingsError(
            said("{where}: MindSpore {text} is not known (allowed: {allowed})", where=where, text=text, allowed=allowed)
        )
    return version


_COMMENT = re.compile(r"#\s*ms-convlint:(?P<settings>.*)")


def comment_settings(text: str, settings: Settings, path: str) -> Settings:
    """Apply what a comment ``# ms-convlint: torch-semantics=always`` in the file says.

    The comment may stand on any line, also behind code; the same text in a string is none.

    Raises:
        SettingsError: the comment says something else; the error has its line.
    """
    if "ms-convlint:" not in text:
        return settings
    for line, comment in _comments(text):
        match = _COMMENT.match(comment)
        if match is None:
            continue
        key, _, value = match["settings"].partition("=")
        where = said("{path}:{line}: comment '# ms-convlint:'", path=path, line=line)
        if key.strip() != "torch-semantics":
            allowed = "torch-semantics=" + "|".join(value.value for value in TorchSemantics)
            message = said(
                "{where}: {key} is no setting of a file (allowed: {allowed})",
                where=where,
                key=repr(key.strip()),
                allowed=allowed,
            )
            raise SettingsError(message, line)
        try:
            key_there = said("{where}: {key}", where=where, key="torch-semantics")
            semantics = parse_torch_semantics(value.strip(), key_there)
        except SettingsError as error:
            raise SettingsError(error.message, line) from None
        settings = replace(settings, torch_semantics=semantics)
    return settings


def _comments(text: str) -> Iterator[tuple[int, str]]:
    import io
    import tokenize

    try:
        for token in tokenize.generate_tokens(io.StringIO(text).readline):
            if token.type == tokenize.COMMENT:
                yield token.start[0], token.string
    except (tokenize.TokenError, SyntaxError):
        return  # What comes after the fault does not parse anyway, and that is reported.
