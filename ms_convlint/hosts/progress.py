"""A progress bar on standard error, for runs that take long enough to wonder."""

from __future__ import annotations

import os
import sys
import time
from typing import TYPE_CHECKING

from ms_convlint.languages import in_language
from ms_convlint.wording import said

if TYPE_CHECKING:
    from rich.progress import Progress

_PATIENCE = 1.0
_BETWEEN = 0.1


class ProgressBar:
    """Counts files; shows itself on a terminal after a second, and steps aside for what is printed."""

    def __init__(self, total: int, language: str) -> None:
        self._total = total
        self._language = language
        self._done = 0
        self._wanted = sys.stderr.isatty() and os.environ.get("TERM") != "dumb"
        self._next = time.monotonic() + _PATIENCE
        self._bar: Progress | None = None

    def advance(self) -> None:
        """Count one more file."""
        self._done += 1
        if self._wanted and time.monotonic() >= self._next:
            self._show()

    def hide(self) -> None:
        """Clear the line; the bar comes back by itself."""
        if self._bar is not None:
            self._bar.stop()
            self._bar = None

    def _show(self) -> None:
        if self._bar is None:
            from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

            from ms_convlint.reports.paper import console

            # Without a thread of its own, so that processes can be forked at any time.
            self._bar = Progress(
                TextColumn(in_language(said("checking"), self._language)),
                BarColumn(),
                MofNCompleteColumn(),
                console=console(sys.stderr),
                transient=True,
                auto_refresh=False,
                redirect_stdout=False,
                redirect_stderr=False,
            )
            self._bar.add_task("checking", total=self._total)
            self._bar.start()
        self._bar.update(self._bar.task_ids[0], completed=self._done, refresh=True)
        self._next = time.monotonic() + _BETWEEN
