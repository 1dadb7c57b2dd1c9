"""``--show-settings``: what holds for each path, in the words of a pyproject.toml."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Sequence

from ms_convlint.configuration import settings_for_file
from ms_convlint.hosts.checking import Task
from ms_convlint.languages import in_language
from ms_convlint.reports.result import shown_path
from ms_convlint.wording import said


def show_settings(paths: Sequence[str], task: Task, language: str) -> int:
    """Print the settings of each path and give the exit code.

    Raises:
        SettingsError: they cannot be told, for the configuration is wrong.
    """
    tables = [_table(path, task, language) for path in paths]
    for table in tables:
        sys.stdout.write(table + "\n")
    return 0


def _table(path: str, task: Task, language: str) -> str:
    file = os.path.join(path, "any.py") if os.path.isdir(path) else path
    settings = settings_for_file(file, task.overrides)
    shown = sorted(task.selection.codes(settings, file))
    semantics = {pattern: f'"{value.value}"' for pattern, value in settings.per_file_torch_semantics}
    ignores = {pattern: _list(codes) for pattern, codes in settings.per_file_ignores}
    if settings.origin:
        head = said("# {path}: from {origin}", path=shown_path(path), origin=shown_path(settings.origin))
    else:
        head = said("# {path}: from no pyproject.toml", path=shown_path(path))
    lines = [
        in_language(head, language),
        "[tool.ms-convlint]",
        f'torch-semantics = "{settings.torch_semantics.value}"',
        f'mindspore-version = "{".".join(map(str, settings.mindspore_version))}"',
        f"select = {_list(shown)}",
        f"exclude = {_list(settings.exclude)}",
        f"per-file-torch-semantics = {_table_of(semantics)}",
        f"per-file-ignores = {_table_of(ignores)}",
    ]
    return "\n".join(lines) + "\n"


def _list(items: Iterable[str]) -> str:
    return "[" + ", ".join(map(_quoted, items)) + "]"


def _table_of(entries: dict[str, str]) -> str:
    return "{" + ", ".join(f"{_quoted(key)} = {value}" for key, value in entries.items()) + "}"


def _quoted(text: str) -> str:
    from json import dumps

    return dumps(text)  # A string of JSON is one of TOML.
