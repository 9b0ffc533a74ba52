"""The language of a request: the account's choice, else what the browser asks for, else the installation's."""

from __future__ import annotations

from typing import Literal

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_supported_language_variant
from django.utils.translation.trans_real import parse_accept_lang_header

Language = Literal["en", "de"]


def language_of(request: HttpRequest) -> Language:
    """Return "en" or "de"."""
    chosen: str = getattr(request.user, "language", "") if hasattr(request, "user") else ""
    if chosen:
        return as_language(chosen)
    for tag, _weight in parse_accept_lang_header(request.headers.get("Accept-Language", "")):
        if tag == "*":
            break
        try:
            return as_language(get_supported_language_variant(tag))
        except LookupError:
            continue
    return as_language(settings.LANGUAGE_CODE)


def as_language(text: str) -> Language:
    """Return "de" for everything German, "en" for everything else."""
    return "de" if text.lower().startswith("de") else "en"
