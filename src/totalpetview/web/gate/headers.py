"""Headers that tell the browser what this application never does."""

from __future__ import annotations

import secrets
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

# 'wasm-unsafe-eval': compiled decoders in workers; blob: workers that the build inlines and pictures from canvases.
# Mantine writes <style> elements: they carry the nonce of the page, so 'unsafe-inline' is not needed for them;
# React sets style attributes through the DOM, which a policy does not restrict.
_POLICY = (
    "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'{nonce}; img-src 'self' data: blob:; "
    "font-src 'self' data:; connect-src 'self'; worker-src 'self' blob:; object-src 'none'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'none'"
)
PLAIN_POLICY = _POLICY.format(nonce="")


def new_nonce() -> str:
    """Return a nonce for one page."""
    return secrets.token_urlsafe(16)


def policy_with(nonce: str) -> str:
    """Return the policy of a page whose own styles carry this nonce."""
    return _POLICY.format(nonce=f" 'nonce-{nonce}'")


class SecurityHeaders:
    """Adds them to every answer; a view that set one of them itself keeps its own."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        """Keep what comes next."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Return the answer with the headers."""
        response = self.get_response(request)
        headers = response.headers
        headers.setdefault("Content-Security-Policy", PLAIN_POLICY)
        headers.setdefault("X-Content-Type-Options", "nosniff")
        headers.setdefault("Referrer-Policy", "same-origin")
        headers.setdefault("X-Frame-Options", "DENY")
        headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
        headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        headers.setdefault("Permissions-Policy", "camera=(), microphone=(), geolocation=()")
        # what somebody saw must not come out of the browser's cache after they signed out
        headers.setdefault("Cache-Control", "no-store")
        if settings.HTTPS:
            headers.setdefault("Strict-Transport-Security", "max-age=31536000")
        return response
