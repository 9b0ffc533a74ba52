"""Database connections of threads that live for days."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from django.db import connection

P = ParamSpec("P")
R = TypeVar("R")


def on_a_living_connection(method: Callable[P, R]) -> Callable[P, R]:
    """Replace a connection that the database server has closed meanwhile, before and after the call.

    Django does this around every web request; the worker has none. Within a transaction nothing is replaced.
    """

    @wraps(method)
    def called(*args: P.args, **kwargs: P.kwargs) -> R:
        _replace_if_dead()
        try:
            return method(*args, **kwargs)
        finally:
            _replace_if_dead()

    return called


def _replace_if_dead() -> None:
    if not connection.in_atomic_block:
        connection.close_if_unusable_or_obsolete()
