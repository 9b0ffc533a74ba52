"""Guessing passwords takes time: after a few failures an account does not answer to that address for a while."""

from __future__ import annotations

import hashlib
import hmac
import math
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from totalpetview.web.accounts.models import LoginFailures


def seconds_to_wait(name: str, address: str) -> int:
    """Return how long this account does not answer to this address; 0 when it does."""
    known = LoginFailures.objects.filter(key=_key(name, address)).first()
    if known is None or known.failures < settings.LOGIN_FAILURES_BEFORE_WAIT:
        return 0
    return max(0, math.ceil((known.last_at + _wait() - timezone.now()).total_seconds()))


def record_failure(name: str, address: str) -> None:
    """Count one failure. Failures longer ago than the wait are forgotten."""
    now = timezone.now()
    with transaction.atomic():
        LoginFailures.objects.filter(last_at__lt=now - _wait()).delete()
        known, _ = LoginFailures.objects.select_for_update().get_or_create(
            key=_key(name, address), defaults={"last_at": now}
        )
        known.failures += 1
        known.last_at = now
        known.save()


def forget_failures(name: str, address: str) -> None:
    """Start counting anew after a success."""
    LoginFailures.objects.filter(key=_key(name, address)).delete()


def _wait() -> timedelta:
    return timedelta(seconds=settings.LOGIN_WAIT_S)


def _key(name: str, address: str) -> str:
    text = f"{name.strip().casefold()}\n{address}"
    return hmac.new(settings.SECRET_KEY.encode(), text.encode(), hashlib.sha256).hexdigest()
