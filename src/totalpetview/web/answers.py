"""How a refusal looks: JSON with a stable code and a sentence in the reader's language."""

from __future__ import annotations

from django.http import HttpRequest, JsonResponse

from totalpetview.domain.problem import Problem
from totalpetview.web.language import language_of
from totalpetview.web.messages import message


def refusal(request: HttpRequest, status: int, code: str, **values: str | float) -> JsonResponse:
    """Return {"code", "message"} with this status; never cached."""
    response = JsonResponse({"code": code, "message": message(code, language_of(request), **values)}, status=status)
    response["Cache-Control"] = "no-store"
    return response


def told(request: HttpRequest, status: int, problem: Problem) -> JsonResponse:
    """Return a problem of the domain in the same form."""
    said = {"code": problem.code, "message": problem.sentence(language_of(request))}
    response = JsonResponse(said, status=status)
    response["Cache-Control"] = "no-store"
    return response


class ApiRefusal(Exception):
    """Raised by an operation of the API: becomes `refusal`."""

    def __init__(self, status: int, code: str, **values: str | float) -> None:
        """Carry what to answer."""
        super().__init__(code)
        self.status = status
        self.code = code
        self.values = values
