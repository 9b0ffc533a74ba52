"""A WSGI application that answers with the size of the stack of the thread that answers, in bytes."""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from typing import Any


def stack_bytes() -> int:
    """Return the size of this thread's stack; pthread_getattr_np(3)."""
    libc = ctypes.CDLL(None)
    libc.pthread_self.restype = ctypes.c_ulong
    attributes = ctypes.create_string_buffer(256)  # opaque, 56 bytes on x86-64
    address, size = ctypes.c_void_p(), ctypes.c_size_t()
    assert libc.pthread_getattr_np(ctypes.c_ulong(libc.pthread_self()), attributes) == 0
    assert libc.pthread_attr_getstack(attributes, ctypes.byref(address), ctypes.byref(size)) == 0
    return size.value


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> list[bytes]:
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [str(stack_bytes()).encode()]
