"""Django's settings, made from the data folder (`$TOTALPETVIEW_DATA`)."""

from __future__ import annotations

from typing import Any, Final

from totalpetview.installation.folder import DataFolder
from totalpetview.web.database import database_settings
from totalpetview.web.logs import logging_settings

DATA_FOLDER: Final = DataFolder.open()
_chosen = DATA_FOLDER.settings

DEBUG = False
SECRET_KEY = DATA_FOLDER.django_secret_key
ALLOWED_HOSTS = [*_chosen.allowed_hosts, "[::1]"]
ROOT_URLCONF = "totalpetview.web.urls"
WSGI_APPLICATION = "totalpetview.web.wsgi.application"
DATABASES = {"default": database_settings(DATA_FOLDER.database_url)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "totalpetview.web.accounts.apps.AdminSiteConfig",
    "totalpetview.web.accounts.apps.AccountsConfig",
    "totalpetview.web.archive.apps.ArchiveConfig",
    "totalpetview.web.suv.apps.SuvConfig",
    "totalpetview.web.organs.apps.OrgansConfig",
]

MIDDLEWARE = [
    "totalpetview.web.gate.access_log.AccessLog",
    "totalpetview.web.gate.headers.SecurityHeaders",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "totalpetview.web.gate.access.LoginAndRights",  # before CSRF: that one may read the whole body
    "totalpetview.web.gate.csrf.TokenOnEveryUnsafeRequest",
    "django.contrib.messages.middleware.MessageMiddleware",
]

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    }
]

# -- who signs in, and how ---------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.Account"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "/login"
LOGIN_FAILURES_BEFORE_WAIT = 5
LOGIN_WAIT_S = 300

SESSION_ENGINE = "django.contrib.sessions.backends.cached_db"  # cached in this one process, kept in the database
SESSION_COOKIE_AGE = 12 * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"  # Strict would show the login page to whoever follows a link from the RIS
SESSION_COOKIE_SECURE = _chosen.https
CSRF_COOKIE_SAMESITE = "Strict"
CSRF_COOKIE_SECURE = _chosen.https
CSRF_COOKIE_HTTPONLY = False  # the frontend copies it into the header X-CSRFToken
CSRF_FAILURE_VIEW = "totalpetview.web.gate.csrf.refused"
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in _chosen.allowed_hosts if host != "*"] if _chosen.https else []
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if _chosen.https else None
HTTPS = _chosen.https
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "OPTIONS": {"MAX_ENTRIES": 2000}}}

# -- what comes in -----------------------------------------------------------------------------------------
UPLOAD_FOLDER: Final = DATA_FOLDER.path / "incoming"  # not /tmp: images of patients stay in the data folder
UPLOAD_FOLDER.mkdir(mode=0o700, exist_ok=True)
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.TemporaryFileUploadHandler"]  # never whole in memory
FILE_UPLOAD_TEMP_DIR = str(UPLOAD_FOLDER)
DATA_UPLOAD_MAX_NUMBER_FILES = 10_000
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_621_440
UPLOAD_MAX_BYTES: Final = 8 * 1024**3

# -- languages, files, logs --------------------------------------------------------------------------------
USE_I18N = True
LANGUAGE_CODE = _chosen.language
LANGUAGES = [("en", "English"), ("de", "Deutsch")]
USE_TZ = True
TIME_ZONE = "UTC"
STATIC_URL = "/static/"
LOGGING = logging_settings()
LOGGING_CONFIG = "logging.config.dictConfig"
SILENCED_SYSTEM_CHECKS = ["admin.E408", "admin.E409", "admin.E410"]
