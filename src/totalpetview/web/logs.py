"""What is written to the log, and what never is.

Patient data must not reach a log: no query strings, no bodies, no names. Django's own request loggers write the
path of what failed and a whole traceback with the values of exceptions, so they are replaced here by lines that
name the route's pattern and the place in the code.
"""

from __future__ import annotations

import logging
import traceback
from typing import Any


class WithoutPatientData(logging.Formatter):
    """Time, level, logger and message; of an exception only its type and where it was raised.

    The text of an exception may quote what it failed on (a name, a value of a DICOM element), so it is left out.
    """

    def formatException(self, ei: Any) -> str:  # noqa: ANN401, N802 - the signature is logging's
        """Return the type of the exception and its frames, without its text and without source values."""
        kind, _, trace = ei
        places = [f"  {frame.filename}:{frame.lineno} in {frame.name}" for frame in traceback.extract_tb(trace)]
        return "\n".join([f"{getattr(kind, '__name__', kind)} raised at", *places])

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802
        """Return one line; Django's request loggers lose the path, which may hold what a person typed."""
        if record.name in {"django.request", "django.security.csrf"} or record.name.startswith("django.security"):
            record.message = f"{type_of(record)} {getattr(record, 'status_code', '')}".strip()
        return super().formatMessage(record)


def type_of(record: logging.LogRecord) -> str:
    """Return what kind of event a record of Django's request loggers is, without its arguments."""
    return str(record.msg).split(":", 1)[0].split("%", 1)[0].strip() or "request"


def logging_settings() -> dict[str, Any]:
    """Return the logging configuration: everything to standard error, where the supervisor collects it."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "plain": {"()": WithoutPatientData, "format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}
        },
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "plain"}},
        "root": {"handlers": ["stderr"], "level": "INFO"},
        "loggers": {
            "django": {"handlers": ["stderr"], "level": "INFO", "propagate": False},
            "django.server": {"handlers": [], "propagate": False},
            "django.db.backends": {"handlers": ["stderr"], "level": "WARNING", "propagate": False},
            "httpx": {"level": "WARNING"},  # writes whole addresses at INFO
            "httpcore": {"level": "WARNING"},
        },
    }
