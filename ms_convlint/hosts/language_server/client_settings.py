"""What the client says of the settings: they win over pyproject.toml, as options of the command do."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from ms_convlint.configuration import NO_OVERRIDES
from ms_convlint.hosts.selection import NOTHING_SAID, Selection, meant_by
from ms_convlint.languages import LANGUAGES
from ms_convlint.settings import Overrides, SettingsError, parse_mindspore_version, parse_torch_semantics
from ms_convlint.wording import said

SECTION = "msConvlint"
"""The name of the settings in the client."""


@dataclass(frozen=True)
class ClientSettings:
    """The client's settings, and one line for each that means nothing."""

    overrides: Overrides = NO_OVERRIDES
    selection: Selection = NOTHING_SAID
    language: str | None = None
    problems: tuple[str, ...] = ()


def client_settings(given: object) -> ClientSettings:
    """Read the client's settings; what is null or not there is not said, what means nothing is told and left out."""
    settings = ClientSettings()
    if not isinstance(given, Mapping):
        return settings
    for key, value in given.items():
        read = _READERS.get(key)
        if read is None or value is None:
            continue
        try:
            settings = read(settings, value, f"{SECTION}.{key}")
        except SettingsError as error:
            settings = replace(settings, problems=(*settings.problems, error.message))
    return settings


def _torch_semantics(settings: ClientSettings, value: object, where: str) -> ClientSettings:
    semantics = parse_torch_semantics(value, where)
    return replace(settings, overrides=replace(settings.overrides, torch_semantics=semantics))


def _mindspore_version(settings: ClientSettings, value: object, where: str) -> ClientSettings:
    version = parse_mindspore_version(value, where)
    return replace(settings, overrides=replace(settings.overrides, mindspore_version=version))


def _select(settings: ClientSettings, value: object, where: str) -> ClientSettings:
    return replace(settings, selection=replace(settings.selection, select=_codes(value, where, least=1)))


def _ignore(settings: ClientSettings, value: object, where: str) -> ClientSettings:
    return replace(settings, selection=replace(settings.selection, ignore=_codes(value, where)))


def _language(settings: ClientSettings, value: object, where: str) -> ClientSettings:
    if value not in LANGUAGES:
        allowed = ", ".join(LANGUAGES)
        raise SettingsError(
            said("{where}: {text} is not one of {allowed}", where=where, text=repr(value), allowed=allowed)
        )
    return replace(settings, language=str(value))


def _codes(value: object, where: str, least: int = 0) -> tuple[str, ...]:
    """Read a list of codes; one that came out empty must not turn everything off."""
    if not isinstance(value, list) or len(value) < least or not all(isinstance(item, str) for item in value):
        raise SettingsError(said('{where}: must be a list of codes or symbols, such as ["MSC2"]', where=where))
    for entry in value:
        meant_by(entry, where)
    return tuple(value)


_READERS: dict[str, Callable[[ClientSettings, object, str], ClientSettings]] = {
    "torchSemantics": _torch_semantics,
    "mindsporeVersion": _mindspore_version,
    "select": _select,
    "ignore": _ignore,
    "language": _language,
}
