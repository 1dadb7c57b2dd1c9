"""Finds the settings of a file: ``[tool.ms-convlint]`` in the nearest pyproject.toml that has this table."""

from __future__ import annotations

import os
import re
import sys
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, Any

from ms_convlint.patterns import compiled, matches
from ms_convlint.settings import (
    Overrides,
    Settings,
    SettingsError,
    TorchSemantics,
    parse_mindspore_version,
    parse_torch_semantics,
)
from ms_convlint.wording import reason_of, said

if TYPE_CHECKING:
    from collections.abc import Callable

_TABLE = "ms-convlint"
NO_OVERRIDES = Overrides()


def settings_for_file(path: str, overrides: Overrides = NO_OVERRIDES) -> Settings:
    """Find the settings that hold for one file, in whatever host; a pyproject.toml is read once in a process.

    Raises:
        SettingsError: the pyproject.toml of this file says something wrong.
    """
    if overrides.config is not None:
        found = _explicit(overrides.config)
    else:
        found = _nearest(os.path.dirname(os.path.abspath(path)))
    if isinstance(found, SettingsError):
        raise found.with_traceback(None)
    semantics = found.torch_semantics
    for pattern, value in found.per_file_torch_semantics:
        if matches((pattern,), path, str(found.root)):
            semantics = value
    return replace(
        found,
        torch_semantics=overrides.torch_semantics or semantics,
        mindspore_version=overrides.mindspore_version or found.mindspore_version,
    )


def forget_settings() -> None:
    """Read every pyproject.toml anew from now on: for a process that outlives a change of them."""
    _nearest.cache_clear()
    _explicit.cache_clear()


# Errors are remembered as well: a thousand files below a broken pyproject.toml read it once.
@cache
def _nearest(folder: str) -> Settings | SettingsError:
    path = os.path.join(folder, "pyproject.toml")
    try:
        with open(path, "rb") as file:
            data = file.read()
    except OSError as error:
        if not isinstance(error, (FileNotFoundError, NotADirectoryError, IsADirectoryError)):
            return SettingsError(said("{path}: cannot be read: {reason}", path=path, reason=reason_of(error)))
    else:
        # Most such files do not speak of this tool: they need no parser, and no complaint if they are broken.
        if re.search(rb"ms[-_]?convlint", data, re.IGNORECASE):
            try:
                settings = settings_from_toml(data, path, root=folder)
            except SettingsError as error:
                return error
            if settings is not None:
                return settings
    parent = os.path.dirname(folder)
    return Settings() if parent == folder else _nearest(parent)


@cache
def _explicit(path: str) -> Settings | SettingsError:
    try:
        with open(path, "rb") as file:
            settings = settings_from_toml(file.read(), path, root=os.getcwd())
    except OSError as error:
        return SettingsError(said("{path}: cannot be read: {reason}", path=path, reason=reason_of(error)))
    except SettingsError as error:
        return error
    return settings or SettingsError(said("{path}: has no [tool.ms-convlint] table", path=path))


def settings_from_toml(data: bytes, path: str, root: str) -> Settings | None:
    """Read the settings in the text of a TOML file; None where it has no such table.

    Raises:
        SettingsError: it is no TOML, or a key or a value of the table is none that is known.
    """
    tool = _document(data, path).get("tool")
    if not isinstance(tool, dict):
        return None
    for name in tool:
        if name != _TABLE and name.lower().replace("_", "").replace("-", "") == "msconvlint":
            raise SettingsError(
                said("{path}: [tool.{name}] is not read: write [tool.{table}]", path=path, name=name, table=_TABLE)
            )
    if _TABLE not in tool:
        return None
    table = tool[_TABLE]
    if not isinstance(table, dict):
        raise SettingsError(said("{path}: tool.{table} must be a table", path=path, table=_TABLE))
    values: dict[str, Any] = {}
    for key, value in table.items():
        where = f"{path}: [tool.{_TABLE}] {key}"
        if key not in _READERS:
            allowed = ", ".join(_READERS)
            raise SettingsError(said("{where}: no such setting (allowed: {allowed})", where=where, allowed=allowed))
        values[key.replace("-", "_")] = _READERS[key](value, where)
    from pathlib import Path

    return Settings(**values, root=Path(root), origin=path)


def _document(data: bytes, path: str) -> dict[str, Any]:
    if sys.version_info >= (3, 11):
        import tomllib
    else:
        import tomli as tomllib

    try:
        return tomllib.loads(data.decode("utf-8"))
    except UnicodeDecodeError as error:
        raise SettingsError(said("{path}: is not UTF-8: {reason}", path=path, reason=str(error))) from None
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(said("{path}: is not TOML: {reason}", path=path, reason=str(error))) from None
    except RecursionError:
        reason = said("nested too deeply")
        raise SettingsError(said("{path}: cannot be read: {reason}", path=path, reason=reason)) from None


def _codes(value: object, where: str) -> tuple[str, ...]:
    return _strings(value, where, said('codes or symbols, such as ["MSC2"]'))


def _patterns(value: object, where: str) -> tuple[str, ...]:
    patterns = _strings(value, where, said('patterns of paths, such as ["vendor/"]'))
    _compile(patterns, where)
    return patterns


def _strings(value: object, where: str, example: str) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise SettingsError(
            said("{where}: must be a list of {example}, not {value}", where=where, example=example, value=repr(value))
        )
    return tuple(value)


def _semantics_per_file(value: object, where: str) -> tuple[tuple[str, TorchSemantics], ...]:
    table = _per_file(value, where, '{ "ported/**" = "always" }')
    return tuple((pattern, parse_torch_semantics(item, f"{where}, {pattern!r}")) for pattern, item in table.items())


def _ignores_per_file(value: object, where: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    table = _per_file(value, where, '{ "tests/**" = ["MSC2"] }')
    return tuple((pattern, _codes(item, f"{where}, {pattern!r}")) for pattern, item in table.items())


def _per_file(value: object, where: str, example: str) -> dict[str, object]:
    if not isinstance(value, dict):
        raise SettingsError(
            said(
                "{where}: must be a table by pattern, such as {example}, not {value}",
                where=where,
                example=example,
                value=repr(value),
            )
        )
    for pattern in value:
        _compile((pattern,), where)
    return value


def _compile(patterns: tuple[str, ...], where: str) -> None:
    try:
        compiled(patterns)
    except ValueError as error:
        raise SettingsError(said("{where}: {reason}", where=where, reason=str(error))) from None


_READERS: dict[str, Callable[[object, str], object]] = {
    "torch-semantics": parse_torch_semantics,
    "mindspore-version": parse_mindspore_version,
    "per-file-torch-semantics": _semantics_per_file,
    "select": _codes,
    "ignore": _codes,
    "per-file-ignores": _ignores_per_file,
    "exclude": _patterns,
}
