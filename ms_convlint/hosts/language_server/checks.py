"""When documents are checked: each text once, and only after its edits have paused."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from ms_convlint.hosts.language_server.checked import Checked

PAUSE = 0.1
"""Seconds without an edit after which a text is checked: a fast typist's keys are closer together."""


class Checks:
    """The checked texts of open documents, by their addresses."""

    def __init__(self, check: Callable[[str], Checked], text_of: Callable[[str], str]) -> None:
        """Take what checks a document as it is now, and what gives its text."""
        self._check = check
        self._text_of = text_of
        self._known: dict[str, Checked] = {}
        self._due: dict[str, float] = {}
        self._tasks: dict[str, asyncio.Task[None]] = {}

    def now(self, uri: str) -> Checked:
        """Give what is found in the text as it is now."""
        known = self._known.get(uri)
        if known is None or known.text != self._text_of(uri):
            known = self._known[uri] = self._check(uri)
        return known

    async def paused(self, uri: str) -> None:
        """Wait until no edit has come for a while."""
        clock = asyncio.get_running_loop().time
        while (left := self._due.get(uri, 0) - clock()) > 0:
            await asyncio.sleep(left)

    def edited(self, uri: str) -> None:
        """Note an edit: the text is not checked before there is a pause."""
        self._due[uri] = asyncio.get_running_loop().time() + PAUSE

    def then(self, uri: str, publish: Callable[[str, Checked], None]) -> None:
        """Hand what is found to ``publish`` once edits have paused; of a burst of edits once."""
        if uri not in self._tasks:
            self._tasks[uri] = asyncio.get_running_loop().create_task(self._hand_over(uri, publish))

    async def _hand_over(self, uri: str, publish: Callable[[str, Checked], None]) -> None:
        try:
            await self.paused(uri)
            publish(uri, self.now(uri))
        finally:
            if self._tasks.get(uri) is asyncio.current_task():
                del self._tasks[uri]

    def forget(self) -> None:
        """Check every text again when it is asked for: something that is not in it has changed."""
        self._known.clear()

    def close(self, uri: str) -> None:
        """Forget a document."""
        self._known.pop(uri, None)
        self._due.pop(uri, None)
        task = self._tasks.pop(uri, None)
        if task is not None:
            task.cancel()
