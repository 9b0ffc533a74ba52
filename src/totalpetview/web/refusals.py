"""How refusals appear in the description of the API."""

from __future__ import annotations

from typing import Any, Final

from ninja import Schema


class Refused(Schema):
    """Why a request was refused: a stable code, and a sentence in the reader's language."""

    code: str
    message: str


#: to be merged into the `response` of every operation
REFUSALS: Final[dict[Any, Any]] = {frozenset({400, 401, 403, 404, 409, 413, 422, 429, 500, 503}): Refused}
