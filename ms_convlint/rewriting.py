"""Puts a mended text in the place of a file so that a crash at any moment loses nothing."""

from __future__ import annotations

import contextlib
import os
import stat
import tempfile

from ms_convlint.wording import reason_of, said


class RewritingError(Exception):
    """The file was left as it is: ``message`` is one line that says why."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


def rewrite(path: str, before: bytes, after: bytes) -> None:
    """Replace the contents of ``path``, which were ``before`` when they were read.

    The new text is written to a file beside the old one, which gets its mode and owner and is moved over it.
    A link stays a link: the file that it means is replaced.

    Raises:
        RewritingError: the file was changed since, or it or its folder cannot be written.
    """
    target = os.path.realpath(path)
    try:
        _replace(target, before, after)
    except OSError as error:
        raise RewritingError(said("cannot be written: {reason}", reason=reason_of(error))) from None


def create(path: str, contents: bytes) -> None:
    """Write a file that is not there yet, as a whole or not at all.

    A link stays a link: the file that it means is written.

    Raises:
        RewritingError: its folder cannot be written, or is not there.
    """
    target = os.path.realpath(path)
    temporary = f"{target}.{os.getpid()}.tmp"
    try:
        try:
            with open(temporary, "xb") as file:
                file.write(contents)
                file.flush()
                os.fsync(file.fileno())
            os.replace(temporary, target)
        except BaseException:
            with contextlib.suppress(OSError):
                os.unlink(temporary)
            raise
    except OSError as error:
        raise RewritingError(said("cannot be written: {reason}", reason=reason_of(error))) from None


def _replace(target: str, before: bytes, after: bytes) -> None:
    # Moving over a file asks only the folder for leave; whoever made the file read-only meant the file.
    if not os.access(target, os.W_OK):
        raise RewritingError(said("cannot be written: the file is read-only"))
    descriptor, temporary = tempfile.mkstemp(prefix=".ms-convlint-", suffix=".tmp", dir=os.path.dirname(target))
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(after)
            file.flush()
            os.fsync(file.fileno())
        status = os.stat(target)
        _keep_owner(temporary, status)
        os.chmod(temporary, stat.S_IMODE(status.st_mode))
        with open(target, "rb") as current:
            if current.read() != before:
                raise RewritingError(said("was changed since it was read and is left alone: run again"))
        os.replace(temporary, target)
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(temporary)
        raise


def _keep_owner(temporary: str, status: os.stat_result) -> None:
    """Give the new file the old one's owner, where the user may: root mending the file of another."""
    if hasattr(os, "chown"):
        with contextlib.suppress(OSError):
            os.chown(temporary, status.st_uid, status.st_gid)
