"""Checks many files, in one process or in several; the results come in the order of the files."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from ms_convlint.hosts.checking import Task, check_file
from ms_convlint.reports.result import FileResult, shown_path
from ms_convlint.wording import said

if TYPE_CHECKING:
    from concurrent.futures import Future, ProcessPoolExecutor

_WORTH_A_PROCESS = 25
"""So many files, if they are about MindSpore, take longer than another process does to start."""
_BATCH = 16
"""How many files a process is handed at once, at most: the last one to finish is waited for."""
_AHEAD = 4
"""How many batches a process may have waiting: enough to stay busy, few enough to keep memory flat."""


def check_files(paths: Sequence[str], task: Task, jobs: int | None = None) -> Iterator[FileResult]:
    """Check files, in ``jobs`` processes or, unless told, in as many as pay off."""
    if jobs is None:
        jobs = min(available_processors(), len(paths) // _WORTH_A_PROCESS)
    if jobs <= 1 or len(paths) <= 1:
        return (check_file(path, task) for path in paths)
    return _in_processes(paths, task, jobs)


def available_processors() -> int:
    """Count the processors that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _in_processes(paths: Sequence[str], task: Task, jobs: int) -> Iterator[FileResult]:
    from collections import deque
    from concurrent.futures.process import BrokenProcessPool

    size = max(1, min(_BATCH, len(paths) // (jobs * _AHEAD)))
    batches = [paths[start : start + size] for start in range(0, len(paths), size)]
    waiting: deque[Future[list[FileResult]]] = deque()
    submitted = 0
    pool = _pool(min(jobs, len(batches)))
    try:
        while waiting or submitted < len(batches):
            while submitted < len(batches) and len(waiting) < jobs * _AHEAD:
                waiting.append(pool.submit(_check_batch, batches[submitted], task))
                submitted += 1
            results = waiting[0].result()
            waiting.popleft()
            yield from results
    except BrokenProcessPool:
        yield from _one_by_one(paths[(submitted - len(waiting)) * size :], task)
    finally:
        pool.shutdown(cancel_futures=True)


def _one_by_one(paths: Sequence[str], task: Task) -> Iterator[FileResult]:
    """Check files after a process died: each so that its own death is told of it and costs no other."""
    from concurrent.futures.process import BrokenProcessPool

    pool = _pool(1)
    try:
        for path in paths:
            future = pool.submit(_check_batch, [path], task)
            if isinstance(future.exception(), BrokenProcessPool):
                problem = said("{path}: internal error, the process that checked it died", path=shown_path(path))
                yield FileResult(path, problems=(problem,))
                pool.shutdown(cancel_futures=True)
                pool = _pool(1)
            else:
                yield from future.result()
    finally:
        pool.shutdown(cancel_futures=True)


def _pool(processes: int) -> ProcessPoolExecutor:
    import multiprocessing
    from concurrent.futures import ProcessPoolExecutor

    # Forking costs milliseconds where starting anew costs all the imports; this program has one thread here.
    forks = "fork" in multiprocessing.get_all_start_methods() and os.uname().sysname == "Linux"
    context = multiprocessing.get_context("fork" if forks else None)
    return ProcessPoolExecutor(processes, mp_context=context, initializer=_leave_interrupts_to_parent)


def _leave_interrupts_to_parent() -> None:
    import signal

    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _check_batch(paths: Sequence[str], task: Task) -> list[FileResult]:
    return [check_file(path, task) for path in paths]
