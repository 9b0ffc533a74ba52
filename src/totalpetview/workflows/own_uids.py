"""UIDs of DICOM objects that we make: the same object made again has the same UID."""

from __future__ import annotations

import hashlib
import uuid


def own_uid(purpose: str, name: str) -> str:
    """Return a UID made from a UUID (PS3.5 B.2), which is made from a purpose and a name (RFC 9562)."""
    digest = hashlib.sha256(f"{purpose}\n{name}".encode()).digest()
    return f"2.25.{uuid.UUID(bytes=digest[:16], version=5).int}"
