"""Nothing answers without login, except what is listed here."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase

from totalpetview.web.accounts.models import Account
from totalpetview.web.accounts.rights import Right, has_right
from totalpetview.web.answers import refusal
from totalpetview.web.gate.recent import recently_allowed

#: names of routes that answer without login: the login itself, and files that hold no data
PUBLIC: Final = frozenset({"api:session", "page", "asset", "favicon", "static"})

#: what an account that must change its password can still reach
BEFORE_PASSWORD_CHANGE: Final = frozenset({"api:session", "api:password", "api:language"})

#: routes of the signed-in person's own account: they need no right beyond the login
OWN_ACCOUNT: Final = BEFORE_PASSWORD_CHANGE

#: routes that need more than the right to read, for the methods named
NEEDS: Final[dict[tuple[str, str], Right]] = {
    ("POST", "api:uploads"): "upload",
    ("POST", "dicom-web"): "upload",
    ("POST", "api:prepare"): "upload",
    ("DELETE", "api:prepare"): "upload",
    ("PUT", "api:suv-corrections"): "correct",
    ("DELETE", "api:suv-corrections"): "correct",
    ("POST", "api:segmentations"): "segment",
    ("DELETE", "api:segmentation-run"): "segment",
    ("POST", "api:segmentation-again"): "segment",
}

#: what is asked for a hundred times in a second
CHUNKS: Final = frozenset({"volume-chunk", "volume-chunks"})

#: routes with a body that may be large
TAKES_IMAGES: Final = frozenset({"api:uploads", "dicom-web"})

View = Callable[..., HttpResponseBase]


class LoginAndRights:
    """Checks login, pending change of password, and rights before any view and before any body is read."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        """Keep what comes next."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Pass on; the decision falls in `process_view`, where the route is known."""
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: View, args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        """Return the refusal, or None to let the request pass."""
        del view, args, kwargs
        route = request.resolver_match.view_name if request.resolver_match else ""
        if route in PUBLIC:
            return None
        session_key = request.COOKIES.get(settings.SESSION_COOKIE_NAME, "")
        if route in CHUNKS and recently_allowed.allows(session_key):
            return None
        account = request.user
        if not isinstance(account, Account):
            return refusal(request, 401, "not-logged-in")
        if account.must_change_password and route not in BEFORE_PASSWORD_CHANGE:
            return refusal(request, 403, "password-change-required")
        right = right_needed(request.method or "", route)
        if right is not None and not has_right(account, right):
            return refusal(request, 403, "not-allowed")
        if route in TAKES_IMAGES and _announced_bytes(request) > settings.UPLOAD_MAX_BYTES:
            return refusal(request, 413, "too-large")
        if route in CHUNKS:
            recently_allowed.remember(session_key)
        return None


def right_needed(method: str, route: str) -> Right | None:
    """Return the right that a request needs; None for the own account."""
    if route in OWN_ACCOUNT:
        return None
    if route.startswith("admin:"):
        return "administer"
    return NEEDS.get((method, route), "read")


def _announced_bytes(request: HttpRequest) -> int:
    announced = request.META.get("CONTENT_LENGTH") or "0"
    return int(announced) if announced.isdigit() else 0
