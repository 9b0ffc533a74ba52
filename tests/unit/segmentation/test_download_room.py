from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from totalpetview.segmentation.download_room import download_room

DAY_S = 86_400.0


def test_what_lies_in_it_is_gone_afterwards_whatever_happens(tmp_path: Path) -> None:
    def broken_off() -> None:
        with download_room(tmp_path) as room:
            (room / "298").mkdir()
            (room / "298" / "half.zip").write_bytes(b"PK")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        broken_off()
    assert list(tmp_path.iterdir()) == []


def test_only_what_was_left_long_ago_is_cleared_up_for_others_may_be_at_it(tmp_path: Path) -> None:
    for name, age_s in ((".download-old", 2 * DAY_S), (".download-new", 60.0), ("Dataset298", 2 * DAY_S)):
        (tmp_path / name).mkdir()
        then = time.time() - age_s
        os.utime(tmp_path / name, (then, then))
    with download_room(tmp_path):
        pass
    assert sorted(each.name for each in tmp_path.iterdir()) == [".download-new", "Dataset298"]
