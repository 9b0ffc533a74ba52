"""Which accounts there are and what they may, on the administration pages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.models import Group
from django.http import HttpRequest

from totalpetview.web.accounts.models import Account

if TYPE_CHECKING:
    _UserAdmin = UserAdmin[Account]
else:
    _UserAdmin = UserAdmin  # generic for the type checker only

admin.site.unregister(Group)  # the three groups and their rights belong to the program


@admin.register(Account)
class AccountAdmin(_UserAdmin):
    """Names, groups and whether an account is active: no superusers, no single permissions."""

    list_display = ("username", "first_name", "last_name", "is_active", "must_change_password", "last_login")
    list_filter = ("is_active", "groups")
    fieldsets = (
        (None, {"fields": ("username", "password", "must_change_password")}),
        (None, {"fields": ("first_name", "last_name", "email", "language")}),
        (None, {"fields": ("is_active", "groups")}),
        (None, {"fields": ("last_login", "date_joined")}),
    )
    add_fieldsets = (
        (None, {"classes": ("wide",), "fields": ("username", "usable_password", "password1", "password2")}),
    )
    readonly_fields = ("last_login", "date_joined")
    filter_horizontal = ("groups",)

    def save_model(self, request: HttpRequest, obj: Account, form: Any, change: bool) -> None:  # noqa: ANN401, FBT001
        """A password that somebody else has chosen must be changed at the first login."""
        if not change or ("password" in form.changed_data and obj.pk != request.user.pk):
            obj.must_change_password = True
        super().save_model(request, obj, form, change)
