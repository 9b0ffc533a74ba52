"""What the script makes of nnU-Net's and TotalSegmentator's own calls, with modules that only pretend to be them."""

from __future__ import annotations

import sys
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import numpy as np
import pytest

from totalpetview.segmentation import in_its_venv

PATCHES = 3


@dataclass
class Told:
    events: list[dict[str, Any]] = field(default_factory=list)

    def tell(self, event: str, **values: Any) -> None:
        self.events.append({"event": event, **values})

    def of(self, event: str) -> list[dict[str, Any]]:
        return [each for each in self.events if each["event"] == event]


class Image:
    def __init__(self, values: Any) -> None:
        self._values = np.asarray(values)

    def get_fdata(self) -> Any:
        return self._values


@dataclass
class Program:
    """nnU-Net, which looks at each file once for each fold with patches of its own, below TotalSegmentator."""

    folds: int
    folder: Path
    told: Told
    inner: SimpleNamespace
    module: ModuleType

    def predict(self, network: int = 297) -> None:
        self.inner.nnUNetv2_predict(self.folder, self.folder, network, "3d_fullres")


@pytest.fixture
def told() -> Told:
    return Told()


def _program(folds: int, folder: Path, told: Told, monkeypatch: pytest.MonkeyPatch) -> Program:
    module: Any = ModuleType("nnunetv2.inference.predict_from_raw_data")

    class Predictor:
        list_of_parameters = [object()] * folds

        def initialize_from_trained_model_folder(self) -> None:
            return None

        def predict_from_files(self, source: str, target: str, **_: Any) -> None:
            raise AssertionError("other processes")

        def predict_from_files_sequential(self, source: str, target: str, *_: Any) -> None:
            for _file in sorted(Path(source).glob("*_0000.nii.gz")):
                for _fold in self.list_of_parameters:
                    with module.tqdm(desc=None, total=PATCHES) as bar:
                        for _patch in range(PATCHES):
                            bar.update()

    module.nnUNetPredictor = Predictor
    monkeypatch.setitem(sys.modules, module.__name__, module)
    inner = SimpleNamespace(
        nnUNetv2_predict=lambda source, target, *_: Predictor().predict_from_files(str(source), str(target)),
        change_spacing=lambda image: image,
        crop_to_mask=lambda image, mask, **_: (image, mask),
    )
    in_its_venv._listen(inner, told)  # type: ignore[arg-type]
    return Program(folds, folder, told, inner, module)


def test_patches_of_all_folds_and_pieces_are_counted_as_one(
    tmp_path: Path, told: Told, monkeypatch: pytest.MonkeyPatch
) -> None:
    for piece in ("s01", "s02", "s03"):
        (tmp_path / f"{piece}_0000.nii.gz").touch()
    _program(5, tmp_path, told, monkeypatch).predict()
    done = [each["done"] for each in told.of("patches")]
    assert {each["total"] for each in told.of("patches")} == {5 * 3 * PATCHES}
    assert done == sorted(done)
    assert (done[0], done[-1]) == (0, 5 * 3 * PATCHES)


def test_each_network_is_told_with_its_number_and_counted_anew(
    tmp_path: Path, told: Told, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "s01_0000.nii.gz").touch()
    program = _program(1, tmp_path, told, monkeypatch)
    program.predict(298)
    program.predict(913)
    assert [(each["part"], each["network"]) for each in told.of("part")] == [(1, 298), (2, 913)]
    assert [each["done"] for each in told.of("patches")] == 2 * list(range(PATCHES + 1))


def test_a_region_that_was_not_found_ends_the_search_instead_of_widening_it(
    tmp_path: Path, told: Told, monkeypatch: pytest.MonkeyPatch
) -> None:
    inner = _program(1, tmp_path, told, monkeypatch).inner
    found, nothing = Image([[0, 1]]), Image([[0, 0]])
    assert inner.crop_to_mask(found, found, addon=[3, 3, 3]) == (found, found)
    with pytest.raises(in_its_venv._Known) as known:
        inner.crop_to_mask(found, nothing, addon=[3, 3, 3])
    assert in_its_venv._reason(known.value) == {"code": "segmentation-region-absent"}


def test_a_task_that_runs_another_one_first_does_so_on_the_same_device() -> None:
    # as TotalSegmentator 2.18 has it: on a CPU the device is a word, and it looks for an attribute
    api = SimpleNamespace(convert_device_to_string=lambda device: getattr(device, "type", None))
    in_its_venv._keep_the_device(api)
    assert api.convert_device_to_string("cpu") == "cpu"
    assert api.convert_device_to_string(SimpleNamespace(type="gpu")) == "gpu"
