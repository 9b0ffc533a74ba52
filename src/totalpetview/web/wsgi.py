"""The application as granian runs it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from totalpetview.web.orphans import die_with_parent
from totalpetview.web.setup import setup_django

setup_django()

from django.core.wsgi import get_wsgi_application  # noqa: E402 - Django must be configured first
from django.http import HttpResponse  # noqa: E402

die_with_parent()
_django = get_wsgi_application()


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """Answer one request.

    granian sends a list in one go but pulls any other answer through a channel piece by piece, so an answer
    that is complete already is handed over as the list that it is.
    """
    answer = _django(environ, start_response)
    if isinstance(answer, HttpResponse):
        body = [answer.content]
        answer.close()
        return body
    return answer
