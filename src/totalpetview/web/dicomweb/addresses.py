"""Which of the archive's DICOMweb addresses we pass on: the standard's, and no others.

The plugin has more of its own, with which it can be told to connect to other servers.
"""

from __future__ import annotations

import re
from typing import Final

_UID: Final = r"[0-9.]{1,64}"
_STUDY: Final = rf"studies/{_UID}"
_SERIES: Final = rf"{_STUDY}/series/{_UID}"
_INSTANCE: Final = rf"{_SERIES}/instances/{_UID}"

#: DICOM PS3.18: 10.4 (retrieve), 10.6 (search)
_READ: Final = re.compile(
    "|".join(
        (
            "studies|series|instances",
            rf"{_STUDY}(/(metadata|rendered|series|instances))?",
            rf"{_SERIES}(/(metadata|rendered|instances))?",
            rf"{_INSTANCE}(/(metadata|rendered|bulk/[0-9A-Za-z/]+|frames/[0-9,]+(/rendered)?))?",
        )
    )
)

#: DICOM PS3.18: 10.5 (store)
_STORE: Final = re.compile(rf"studies(/{_UID})?")


def may_be_passed_on(method: str, address: str) -> bool:
    """Return whether a request is one of DICOMweb's own."""
    if method in {"GET", "HEAD"}:
        return _READ.fullmatch(address) is not None
    return method == "POST" and _STORE.fullmatch(address) is not None
