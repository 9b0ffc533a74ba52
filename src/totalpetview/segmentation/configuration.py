"""TotalSegmentator's own `config.json`: no usage statistics, and the licence key if an administrator entered one."""

from __future__ import annotations

import json
import os
import tempfile
from pathlib import Path
from typing import Any, Final

from totalpetview.domain.problem import refuse

#: TotalSegmentator's own rule for a key that it may use without asking its server
_KEY_LENGTH: Final = 18
_ALWAYS: Final = {"send_usage_stats": False, "statistics_disclaimer_shown": True}


def write_configuration(home: Path) -> None:
    """Make sure that `home` has a `config.json` as we want it; a licence key in it stays."""
    kept = _read(home)
    wanted = {"totalseg_id": "totalpetview", "prediction_counter": 0, **kept, **_ALWAYS}
    if wanted != kept:
        _write(home, wanted)


def has_licence(home: Path) -> bool:
    """Whether a licence key was entered."""
    return len(str(_read(home).get("license_number", ""))) == _KEY_LENGTH


def keep_licence(home: Path, key: str) -> None:
    """Keep a licence key, readable by the owner only.

    Raises
    ------
    Refusal
        "segmentation-licence-unusable"; the key itself is in no message.
    """
    stripped = key.strip()
    if len(stripped) != _KEY_LENGTH or not stripped.isascii() or not stripped.isprintable() or " " in stripped:
        raise refuse("segmentation-licence-unusable")
    write_configuration(home)
    _write(home, {**_read(home), "license_number": stripped})


def forget_licence(home: Path) -> None:
    """Remove the licence key."""
    kept = _read(home)
    if kept.pop("license_number", None) is not None:
        _write(home, kept)


def _read(home: Path) -> dict[str, Any]:
    try:
        read: Any = json.loads((home / "config.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return read if isinstance(read, dict) else {}


def _write(home: Path, values: dict[str, Any]) -> None:
    home.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=home, prefix=".config-")  # mkstemp makes it 0600
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            json.dump(values, file, indent=1)
        Path(temporary).replace(home / "config.json")
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
