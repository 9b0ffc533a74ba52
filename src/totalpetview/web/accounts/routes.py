"""Signing in and out, the own password and language."""

from __future__ import annotations

from django.contrib.auth import authenticate, login, logout, update_session_auth_hash
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.utils.translation import override
from ninja import Router

from totalpetview.web.accounts import throttle
from totalpetview.web.accounts.models import Account
from totalpetview.web.accounts.rights import rights_of
from totalpetview.web.accounts.schemas import ChosenLanguage, Credentials, NewPassword, Person, Session
from totalpetview.web.answers import ApiRefusal
from totalpetview.web.language import language_of
from totalpetview.web.refusals import REFUSALS

router = Router(tags=["session"])


@router.get("/session", response=Session, url_name="session", summary="Who is signed in")
def read_session(request: HttpRequest) -> Session:
    """Answers without login: `user` is null then. Sets the cookie csrftoken."""
    return _session(request)


@router.post("/session", response={200: Session, **REFUSALS}, url_name="session", summary="Sign in")
def sign_in(request: HttpRequest, credentials: Credentials) -> Session:
    """401 when name or password is wrong, 429 after too many failures."""
    address = request.META.get("REMOTE_ADDR", "")
    wait = throttle.seconds_to_wait(credentials.name, address)
    if wait:
        raise ApiRefusal(429, "too-many-attempts", seconds=wait)
    account = authenticate(request, username=credentials.name, password=credentials.password)
    if account is None:
        throttle.record_failure(credentials.name, address)
        raise ApiRefusal(401, "wrong-name-or-password")
    throttle.forget_failures(credentials.name, address)
    login(request, account)
    return _session(request)


@router.delete("/session", response={200: Session, **REFUSALS}, url_name="session", summary="Sign out")
def sign_out(request: HttpRequest) -> Session:
    """Ends the session."""
    logout(request)
    return _session(request)


@router.post("/session/password", response={200: Session, **REFUSALS}, url_name="password", summary="Change password")
def change_password(request: HttpRequest, passwords: NewPassword) -> Session:
    """400 with the reasons when the new password is too weak. All other sessions of the account end."""
    account = _account(request)
    address = request.META.get("REMOTE_ADDR", "")
    wait = throttle.seconds_to_wait(account.username, address)
    if wait:
        raise ApiRefusal(429, "too-many-attempts", seconds=wait)
    if not account.check_password(passwords.old):
        throttle.record_failure(account.username, address)
        raise ApiRefusal(400, "wrong-old-password")
    if passwords.old == passwords.new:
        raise ApiRefusal(400, "same-password")
    with override(language_of(request)):
        try:
            validate_password(passwords.new, account)
        except ValidationError as error:
            raise ApiRefusal(400, "password-refused", reasons=" ".join(error.messages)) from error
    account.set_password(passwords.new)
    account.must_change_password = False
    account.save(update_fields=["password", "must_change_password"])
    update_session_auth_hash(request, account)
    return _session(request)


@router.put("/session/language", response={200: Session, **REFUSALS}, url_name="language", summary="Choose language")
def choose_language(request: HttpRequest, chosen: ChosenLanguage) -> Session:
    """Kept with the account."""
    account = _account(request)
    account.language = chosen.language
    account.save(update_fields=["language"])
    return _session(request)


def _account(request: HttpRequest) -> Account:
    if not isinstance(request.user, Account):
        raise ApiRefusal(401, "not-logged-in")
    return request.user


def _session(request: HttpRequest) -> Session:
    account = request.user
    person = None
    if isinstance(account, Account):
        person = Person(
            name=account.username,
            display_name=account.display_name,
            language=language_of(request),
            must_change_password=account.must_change_password,
            rights=rights_of(account),
        )
    return Session(user=person, csrf_token=get_token(request))
