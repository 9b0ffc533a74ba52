"""What the session's addresses take and give."""

from __future__ import annotations

from typing import Literal

from ninja import Field, Schema

from totalpetview.web.accounts.rights import Right


class Person(Schema):
    """Who is signed in."""

    name: str
    display_name: str
    language: Literal["en", "de"]
    must_change_password: bool
    rights: list[Right]


class Session(Schema):
    """Who is signed in, if anybody, and the token that every unsafe request must carry in X-CSRFToken."""

    user: Person | None
    csrf_token: str


class Credentials(Schema):
    """Name and password."""

    name: str = Field(max_length=150)
    password: str = Field(max_length=1000)


class NewPassword(Schema):
    """The old and the new password."""

    old: str = Field(max_length=1000)
    new: str = Field(max_length=1000)


class ChosenLanguage(Schema):
    """The language of the pages."""

    language: Literal["en", "de"]
