"""The administration site: open to whoever may manage accounts, signed in by our own page."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from totalpetview.web.accounts.models import Account


class AccountsAdminSite(admin.AdminSite):
    """Django's site with our rights, and without a login page of its own (ours counts failures)."""

    site_header = "TotalPETView"
    site_title = "TotalPETView"
    index_title = "Accounts"
    enable_nav_sidebar = False

    def has_permission(self, request: HttpRequest) -> bool:
        """Whether the account may manage accounts."""
        return isinstance(request.user, Account) and request.user.is_staff_member

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Send to our login page."""
        del request, extra_context
        return HttpResponseRedirect("/login")
