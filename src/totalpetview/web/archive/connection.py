"""Database connections of threads that live for days."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import ParamSpec, TypeVar

from django.db import InterfaceError, OperationalError, connection

_log = logging.getLogger(__name__)

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


@contextmanager
def whatever_the_database_says() -> Iterator[None]:
    """Go on when the database is away: for what is told or asked again in a moment.

    Else a database that restarts would end a computation of an hour.
    """
    try:
        yield
    except (OperationalError, InterfaceError) as error:
        _log.warning("the database does not answer (%s)", type(error).__name__)


def _replace_if_dead() -> None:
    if not connection.in_atomic_block:
        connection.close_if_unusable_or_obsolete()
