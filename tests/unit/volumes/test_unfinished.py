from __future__ import annotations

import os
import time
from pathlib import Path

from totalpetview.volumes.store import VolumeStore
from totalpetview.volumes.zarr_group import GroupWriter, remove_unfinished


def test_what_another_machine_is_building_is_not_removed_and_what_was_left_is(tmp_path: Path) -> None:
    store = VolumeStore(tmp_path)
    left = GroupWriter(tmp_path, store.folder_of("a" * 32))
    left.write_file("part", b"1")
    for path in (tmp_path / ".building").rglob("*"):
        os.utime(path, (time.time() - 7200, time.time() - 7200))
    with GroupWriter(tmp_path, store.folder_of("b" * 32)) as group:
        group.write_file("part", b"1")
        assert remove_unfinished(tmp_path, 3600) == 1
        group.publish({})
    assert list(store.ids()) == ["b" * 32]
    assert list((tmp_path / ".building").iterdir()) == []
