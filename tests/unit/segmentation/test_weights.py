"""Weights: which are there, whose they are, and installing them wholly or not at all."""

from __future__ import annotations

import hashlib
import os
import stat
import zipfile
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from tests.unit.segmentation.pretended_program import TRAINED, pretended_weights

from totalpetview.domain.problem import Refusal
from totalpetview.segmentation import weights as weights_module
from totalpetview.segmentation import weights_install
from totalpetview.segmentation.datasets import datasets
from totalpetview.segmentation.tasks import TASKS
from totalpetview.segmentation.training_record import trained_epochs
from totalpetview.segmentation.weights import Weights
from totalpetview.segmentation.weights_install import install

NAME = "Dataset298_TotalSegmentator_total_6mm_1559subj"
OTHER = "Dataset297_TotalSegmentator_total_3mm_1559subj"
INNER = f"{NAME}/nnUNetTrainer__nnUNetPlans__3d_fullres"
FILES = {
    f"{INNER}/plans.json": "{}",
    f"{INNER}/dataset.json": '{"labels": {}}',
    f"{INNER}/fold_0/checkpoint_final.pth": "numbers",
}


def _archive(file: Path, files: dict[str, str]) -> Path:
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return file


def _code(source: Path, weights: Path, sha256: str | None = None) -> str:
    with pytest.raises(Refusal) as refused:
        install(source, weights, sha256=sha256)
    assert [file.name for file in weights.iterdir() if file.name != OTHER] == []
    return refused.value.problem.code


def test_every_network_of_every_task_is_in_the_table() -> None:
    needed = {number for plan in TASKS.values() for networks in plan.modes.values() for number in networks.all}
    assert needed <= set(datasets())


def test_the_networks_of_total_are_those_of_the_release() -> None:
    # totalsegmentator 2.18.0, map_tasks_config.py
    assert TASKS["total"].modes["fastest"].datasets == (298,)
    assert TASKS["total"].modes["fast"].datasets == (297,)
    assert TASKS["total"].modes["full"].datasets == (291, 292, 293, 294, 295)
    assert (
        datasets()[297].url
        == f"https://github.com/wasserth/TotalSegmentator/releases/download/v2.0.0-weights/{OTHER}.zip"
    )


def test_a_release_archive_is_installed_and_replaces_what_was_there(tmp_path: Path) -> None:
    weights = tmp_path / "weights"
    pretended_weights(weights, NAME)
    done = install(_archive(tmp_path / f"{NAME}.zip", FILES), weights)
    assert [one.number for one in done] == [298]
    assert (weights / INNER / "fold_0/checkpoint_final.pth").read_text(encoding="utf-8") == "numbers"
    assert [file.name for file in weights.iterdir()] == [NAME]


def test_a_folder_of_archives_and_an_unpacked_folder_are_installed(tmp_path: Path) -> None:
    media = tmp_path / "media"
    pretended_weights(media, OTHER)
    _archive(media / f"{NAME}.zip", FILES)
    (media / "notes.txt").write_text("other", encoding="utf-8")
    assert {one.number for one in install(media, tmp_path / "weights")} == {297, 298}
    assert {one.number for one in install(media / OTHER, tmp_path / "again")} == {297}


@pytest.mark.parametrize("evil", ["../evil.txt", f"{NAME}/../../evil.txt", "/evil.txt", "..\\evil.txt", "C:/evil.txt"])
def test_an_archive_that_leaves_its_folder_is_refused(evil: str, tmp_path: Path) -> None:
    archive = _archive(tmp_path / f"{NAME}.zip", {**FILES, evil: "x"})
    assert _code(archive, tmp_path / "weights") == "weights-archive-unsafe"
    assert not list(tmp_path.rglob("evil.txt"))


def test_a_link_in_an_archive_is_refused(tmp_path: Path) -> None:
    archive = _archive(tmp_path / f"{NAME}.zip", FILES)
    link = zipfile.ZipInfo(f"{NAME}/link")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(archive, "a") as opened:
        opened.writestr(link, "/etc/passwd")
    assert _code(archive, tmp_path / "weights") == "weights-archive-unsafe"


def test_an_archive_that_unpacks_to_too_much_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(weights_install, "LIMIT_FILES", 2)
    archive = _archive(tmp_path / f"{NAME}.zip", FILES)
    assert _code(archive, tmp_path / "weights") == "weights-archive-too-large"


@pytest.mark.parametrize("cut", [10, 200])
def test_a_damaged_archive_is_refused_and_what_was_there_stays(cut: int, tmp_path: Path) -> None:
    weights = tmp_path / "weights"
    pretended_weights(weights, OTHER)
    archive = _archive(tmp_path / f"{NAME}.zip", {**FILES, f"{INNER}/large": os.urandom(4000).hex()})
    content = bytearray(archive.read_bytes())
    content[len(content) // 2 : len(content) // 2 + cut] = bytes(cut)
    archive.write_bytes(content)
    assert _code(archive, weights) == "weights-archive-unreadable"
    assert (weights / OTHER).is_dir()


def test_an_archive_without_a_complete_network_is_refused(tmp_path: Path) -> None:
    files = {name: content for name, content in FILES.items() if "checkpoint" not in name}
    assert _code(_archive(tmp_path / f"{NAME}.zip", files), tmp_path / "weights") == "weights-archive-unreadable"


def test_a_known_check_sum_is_verified(tmp_path: Path) -> None:
    archive = _archive(tmp_path / f"{NAME}.zip", FILES)
    right = hashlib.sha256(archive.read_bytes()).hexdigest()
    assert _code(archive, tmp_path / "weights", "0" * 64) == "weights-check-sum-differs"
    assert install(archive, tmp_path / "weights", sha256=right.upper())
    archive.with_name(f"{NAME}.zip.sha256").write_text(f"{'1' * 64}  {NAME}.zip\n", encoding="utf-8")
    assert _code(archive, tmp_path / "others") == "weights-check-sum-differs"


def test_weights_are_stand_ins_by_their_own_word_by_check_sum_or_by_their_size(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    full_size = 66_000_000
    pretended_weights(tmp_path, NAME, size=full_size, stand_in=True)
    pretended_weights(tmp_path, OTHER, size=full_size, stand_in=False, record=TRAINED)
    pretended_weights(tmp_path, datasets()[299].folder, size=1_400_000, stand_in=False)
    weights = Weights(tmp_path, tmp_path / "digests.json")
    kinds = {number: weights.installed(number).kind for number in (297, 298, 299, 300)}
    assert kinds == {297: "released", 298: "stand-in", 299: "stand-in", 300: "missing"}
    assert weights.kind((297, 298)) == "stand-in"
    assert weights.kind((297, 300)) == "missing"
    checkpoint = next((tmp_path / OTHER).rglob("*.pth"))
    known = frozenset({hashlib.sha256(checkpoint.read_bytes()).hexdigest()})
    monkeypatch.setattr(weights_module, "_STAND_INS", known)
    assert Weights(tmp_path, tmp_path / "digests.json").installed(297).kind == "stand-in"


@pytest.mark.parametrize(
    ("record", "kind"),
    [
        (TRAINED, "released"),
        ({**TRAINED, "current_epoch": 5}, "unverified"),
        ({**TRAINED, "optimizer_state": None}, "unverified"),  # as a script writes it that only builds a network
        ({"current_epoch": 0, "optimizer_state": None, "logging": {}}, "unverified"),
        ({"current_epoch": 4000}, "unverified"),
        ({}, "unverified"),
        (None, "unverified"),
    ],
)
def test_weights_are_released_ones_only_where_they_tell_of_a_whole_training(
    record: Mapping[str, object] | None, kind: str, tmp_path: Path
) -> None:
    pretended_weights(tmp_path, NAME, size=66_000_000, stand_in=False, record=record)
    weights = Weights(tmp_path, tmp_path / "digests.json")
    assert weights.installed(298).kind == kind
    assert weights.kind((298,)) == kind
    assert Weights(tmp_path, tmp_path / "digests.json").kind((298,)) == kind  # as it is remembered


def test_a_damaged_checkpoint_tells_of_no_training(tmp_path: Path) -> None:
    checkpoint = tmp_path / "checkpoint_final.pth"
    with zipfile.ZipFile(checkpoint, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("checkpoint_final/data.pkl", bytes(range(256)) * 40)
    whole = checkpoint.read_bytes()
    begin = whole.index(b"data.pkl") + len(b"data.pkl")
    for at in range(begin, begin + 200):  # whatever byte of the compressed record it is
        checkpoint.write_bytes(whole[:at] + bytes([whole[at] ^ 0xFF]) + whole[at + 1 :])
        assert trained_epochs(checkpoint) == 0


def test_reading_a_checkpoints_record_runs_nothing_in_it(tmp_path: Path) -> None:
    class Evil:
        def __reduce__(self) -> tuple[object, tuple[str]]:
            return (os.mkdir, (str(tmp_path / "evil"),))

    pretended_weights(tmp_path, NAME, size=66_000_000, stand_in=False, record={**TRAINED, "more": Evil()})
    assert Weights(tmp_path, tmp_path / "digests.json").kind((298,)) == "released"
    assert not (tmp_path / "evil").exists()


def test_weights_with_a_known_check_sum_need_no_record(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pretended_weights(tmp_path, OTHER, size=66_000_000, stand_in=False)
    checkpoint = next((tmp_path / OTHER).rglob("*.pth"))
    known = replace(datasets()[297], checkpoint_sha256=hashlib.sha256(checkpoint.read_bytes()).hexdigest())
    monkeypatch.setitem(datasets(), 297, known)
    assert Weights(tmp_path, tmp_path / "digests.json").kind((297,)) == "released"


def test_weights_that_were_downloaded_here_are_released_ones_as_long_as_they_stay_as_they_are(tmp_path: Path) -> None:
    pretended_weights(tmp_path, NAME, size=66_000_000, stand_in=False)
    Weights(tmp_path, tmp_path / "digests.json").vouch(298)
    assert Weights(tmp_path, tmp_path / "digests.json").kind((298,)) == "released"
    (next((tmp_path / NAME).rglob("plans.json"))).write_text('{"other": 1}', encoding="utf-8")
    assert Weights(tmp_path, tmp_path / "digests.json").kind((298,)) == "unverified"


def test_an_archive_that_is_not_the_released_one_is_refused_where_that_is_known(tmp_path: Path) -> None:
    files = {name.replace(NAME, OTHER): content for name, content in FILES.items()}
    archive = _archive(tmp_path / f"{OTHER}.zip", files)
    assert _code(archive, tmp_path / "weights") == "weights-check-sum-differs"
    own = hashlib.sha256(archive.read_bytes()).hexdigest()
    assert install(archive, tmp_path / "weights", sha256=own)  # who knows better says so


def test_the_digest_changes_with_a_byte_and_is_remembered(tmp_path: Path) -> None:
    folder = pretended_weights(tmp_path, NAME)
    memory = tmp_path / "digests.json"
    first = Weights(tmp_path, memory).digest((298,))
    assert Weights(tmp_path, memory).digest((298,)) == first
    assert memory.is_file()
    checkpoint = next(folder.rglob("*.pth"))
    checkpoint.write_bytes(b"\1" + checkpoint.read_bytes()[1:])
    os.utime(checkpoint, ns=(5, 5))
    assert Weights(tmp_path, memory).digest((298,)) != first
    assert Weights(tmp_path, memory).digest((297,)) == ""


def test_a_spoilt_memory_of_check_sums_is_made_anew(tmp_path: Path) -> None:
    pretended_weights(tmp_path, NAME)
    (tmp_path / "digests.json").write_text("[1", encoding="utf-8")
    assert len(Weights(tmp_path, tmp_path / "digests.json").digest((298,))) == 64
