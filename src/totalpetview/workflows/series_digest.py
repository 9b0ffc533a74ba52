"""One short name for a set of images."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable


def digest_of(sop_instance_uids: Iterable[str]) -> str:
    """Return the SHA-256 (64 hex digits) of the sorted SOP Instance UIDs."""
    return hashlib.sha256("\n".join(sorted(sop_instance_uids)).encode()).hexdigest()
