"""Memory of a browser: what all of its processes hold, shared pages counted once."""

from __future__ import annotations

import psutil


def proportional_megabytes(root_pid: int) -> float:
    """Return the sum of the proportional set sizes of a process and all below it, in MB (1e6 bytes)."""
    processes = [psutil.Process(root_pid), *psutil.Process(root_pid).children(recursive=True)]
    total = 0
    for process in processes:
        try:
            total += process.memory_full_info().pss
        except psutil.NoSuchProcess:
            continue
    return total / 1e6
