"""Room for linear algebra in every thread.

OpenBLAS keeps working space on the stack of the thread that calls it: half a megabyte a call with the kernels for
AVX-512, and inverting a matrix calls itself several times over. Inverting 100 x 100 numbers overflows 3 MB, 500 x 500
overflows 4 MB (OpenBLAS 0.3.31, measured); then the whole process is gone. Threads of Rust (granian's) have 2 MB, those
of Python what `ulimit -s` says, and 2 MB where it says "unlimited".
"""

from __future__ import annotations

import os
import threading
from typing import Final

#: address space only: memory is used where it is touched
STACK_BYTES: Final = 16 * 1024 * 1024


def make_room() -> None:
    """Give the threads that start from now on large stacks, here and in processes that this one starts."""
    threading.stack_size(STACK_BYTES)
    # read once by Rust's standard library, before its first thread: https://doc.rust-lang.org/std/thread/#stack-size
    os.environ["RUST_MIN_STACK"] = str(STACK_BYTES)
