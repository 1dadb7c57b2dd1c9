"""What the server says on standard error, which editors keep in a log: one line for each thing that went wrong."""

from __future__ import annotations

import logging

from ms_convlint.wording import on_one_line


class _OneLine(logging.Formatter):
    """What happened and the error, without the way to it through pygls, which pygls has in some messages, too."""

    def format(self, record: logging.LogRecord) -> str:
        """Write a record."""
        parts = ["ms-convlint server", record.getMessage().partition("\n")[0]]
        if record.exc_info and record.exc_info[1] is not None:
            parts.append(in_one_line(record.exc_info[1]))
        return ": ".join(parts)


def in_one_line(error: BaseException) -> str:
    """Tell an error by its kind and its message, on one line."""
    return on_one_line(f"{type(error).__name__}: {error}")


def report_in_one_line() -> None:
    """Let warnings and errors of this process go to standard error, a line each."""
    handler = logging.StreamHandler()
    handler.setFormatter(_OneLine())
    logging.basicConfig(level=logging.WARNING, handlers=[handler])
