"""Which codes the command shows: select and ignore of the configuration, and over them the command line's."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from ms_convlint.finding import UNREADABLE
from ms_convlint.patterns import matches
from ms_convlint.reports.codes import CODE_OF, CODES
from ms_convlint.settings import Settings, SettingsError
from ms_convlint.wording import said


@dataclass(frozen=True)
class Selection:
    """What the command line says of codes; each is a code, the beginning of one, or a symbol.

    As in ruff: of two entries the longer wins, and what the command line selects sets the configuration's
    select and ignore aside.
    """

    select: tuple[str, ...] | None = None
    extend_select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        for option in ("select", "extend_select", "ignore"):
            for entry in getattr(self, option) or ():
                meant_by(entry, f"--{option.replace('_', '-')}")

    def codes(self, settings: Settings, path: str) -> frozenset[str]:
        """Give the codes that are shown of a file.

        Raises:
            SettingsError: the configuration of the file names a code that there is not.
        """
        ignored = [
            entry
            for pattern, entries in settings.per_file_ignores
            if matches((pattern,), path, str(settings.root))
            for entry in entries
        ]
        shown = _shown(self, settings.select, settings.ignore, settings.origin)
        return shown - _all_meant_by(ignored, f"{settings.origin}: [tool.ms-convlint] per-file-ignores")


NOTHING_SAID = Selection()


@lru_cache(maxsize=256)
def _shown(line: Selection, select: tuple[str, ...], ignore: tuple[str, ...], origin: str | None) -> frozenset[str]:
    table = f"{origin}: [tool.ms-convlint] "
    _all_meant_by(select, table + "select")
    _all_meant_by(ignore, table + "ignore")
    shown: frozenset[str] = frozenset()
    if line.select is None:
        shown = _layer(shown, select, ignore)
    shown = _layer(shown, (*(line.select or ()), *line.extend_select), line.ignore)
    # A file that was not checked is told of whatever was selected, unless this very code is ignored.
    silent = any(UNREADABLE in meant_by(entry) for entry in (*ignore, *line.ignore) if len(entry) > len("MSC"))
    return shown - {UNREADABLE} if silent else shown | {UNREADABLE}


def _layer(shown: frozenset[str], select: Iterable[str], ignore: Iterable[str]) -> frozenset[str]:
    """Add and take away, the general entries first, so that the particular ones have the last word."""
    steps = [(_weight(entry), False, entry) for entry in select] + [(_weight(entry), True, entry) for entry in ignore]
    for _, takes_away, entry in sorted(steps):
        shown = shown - meant_by(entry) if takes_away else shown | meant_by(entry)
    return shown


def _weight(entry: str) -> int:
    return len(CODE_OF[entry]) if entry in CODE_OF else len(entry)


def _all_meant_by(entries: Iterable[str], where: str) -> frozenset[str]:
    return frozenset[str]().union(*(meant_by(entry, where) for entry in entries))


def meant_by(entry: str, where: str = "") -> frozenset[str]:
    """Give the codes that an entry means.

    Raises:
        SettingsError: none; ``where`` names the option or the key.
    """
    if entry in CODE_OF:
        return frozenset({CODE_OF[entry]})
    codes = frozenset(code for code in CODES if entry and code.startswith(entry))
    if not codes:
        message = said(
            "{where}: {entry} is no code (allowed: {allowed}, or a rule's symbol)",
            where=where,
            entry=repr(entry),
            allowed=", ".join(allowed()),
        )
        raise SettingsError(message)
    return codes


def allowed() -> list[str]:
    """List the entries that mean something, the families before their codes."""
    families = sorted({code[:4] for code in CODES})
    return ["MSC", *families, *CODES]
