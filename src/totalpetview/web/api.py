"""The typed API under /api; its description is kept in contracts/openapi.json."""

from __future__ import annotations

import json
import logging
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError
from ninja.operation import Operation

from totalpetview import __version__
from totalpetview.domain.problem import Refusal
from totalpetview.pacs.archive import ArchiveUnavailable
from totalpetview.web.accounts.routes import router as accounts
from totalpetview.web.answers import ApiRefusal, refusal, told
from totalpetview.web.comparisons.routes import router as comparisons
from totalpetview.web.organs.routes import router as organs
from totalpetview.web.organs.routes_runs import router as segmentation
from totalpetview.web.organs.routes_statistics import router as organ_statistics
from totalpetview.web.status.routes import router as status
from totalpetview.web.studies.routes import router as studies
from totalpetview.web.suv.routes import router as suv
from totalpetview.web.uploads.routes import router as uploads

log = logging.getLogger("totalpetview.web")


class Api(NinjaAPI):
    """Operations are named after their functions: the frontend's types are generated from these names."""

    def get_openapi_operation_id(self, operation: Operation) -> str:
        """Return the name of the function."""
        return operation.view_func.__name__


# no pages about the API on the server: they load scripts from elsewhere, and the description is in contracts/
api = Api(title="TotalPETView", version=__version__, urls_namespace="api", docs_url=None, openapi_url=None)
for router in (accounts, studies, comparisons, suv, organ_statistics, organs, segmentation, uploads, status):
    api.add_router("", router)


@api.exception_handler(ApiRefusal)
def _refused(request: HttpRequest, refused: ApiRefusal) -> HttpResponse:
    return refusal(request, refused.status, refused.code, **refused.values)


@api.exception_handler(Refusal)
def _cannot_be_done(request: HttpRequest, refused: Refusal) -> HttpResponse:
    return told(request, 503 if isinstance(refused, ArchiveUnavailable) else 409, refused.problem)


@api.exception_handler(ValidationError)
def _invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    # only where, never what: the value may be a name that somebody typed
    where = ", ".join(dict.fromkeys(".".join(str(step) for step in each["loc"][1:]) for each in error.errors))
    return refusal(request, 422, "invalid-request", where=where)


@api.exception_handler(HttpError)
def _http_error(request: HttpRequest, error: HttpError) -> HttpResponse:
    return refusal(request, error.status_code, "invalid-request", where="body")


@api.exception_handler(Http404)
def _not_found(request: HttpRequest, error: Http404) -> HttpResponse:
    del error
    return refusal(request, 404, "not-found")


@api.exception_handler(Exception)
def _failed(request: HttpRequest, error: Exception) -> HttpResponse:
    log.error("an operation of the API failed", exc_info=error)
    return refusal(request, 500, "server-error")


def openapi_text() -> str:
    """Return the description of the API as it is kept in contracts/openapi.json."""
    schema: dict[str, Any] = api.get_openapi_schema(path_prefix="/api/")
    return json.dumps(schema, indent=2, ensure_ascii=False, sort_keys=False) + "\n"
