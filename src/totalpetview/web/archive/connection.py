"""Database connections of threads that live for days."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from django.db import close_old_connections

P = ParamSpec("P")
R = TypeVar("R")


def on_a_living_connection(method: Callable[P, R]) -> Callable[P, R]:
    """Replace a connection that the database server has closed meanwhile, before and after the call."""

    @wraps(method)
    def called(*args: P.args, **kwargs: P.kwargs) -> R:
        close_old_connections()
        try:
            return method(*args, **kwargs)
        finally:
            close_old_connections()

    return called
