"""The forms in which archives store one and the same CT: classic slices, and multi-frame objects of every kind."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from copy import deepcopy

import numpy as np
from pydicom.dataset import Dataset
from tests.unit.dicom.multi_frame import classic, multi_frame
from tests.unit.dicom.objects import written
from tests.unit.dicom.segmentation.maps import SERIES, oblique, straight

from totalpetview.dicom.parse import parse
from totalpetview.dicom.series import SeriesReader
from totalpetview.domain.geometry import Grid

LEGACY_CT = "1.2.840.10008.5.1.4.1.1.2.2"
SECONDARY_CAPTURE = "1.2.840.10008.5.1.4.1.1.7"
GRIDS = {
    "straight": straight(),
    "prone": Grid((7, 24, 20), (10.0, 20.5, 100.25), (-1.5, 0, 0), (0, -1.25, 0), (0, 0, 3.0)),
    "feet first": Grid((7, 24, 20), (10.0, -20.5, 100.25), (-1.5, 0, 0), (0, 1.25, 0), (0, 0, -3.0)),
    "oblique": oblique(),
    "tilted gantry": Grid((5, 8, 12), (0, 0, 0), (1, 0, 0), (0, 1, 0), (0, 0.4, 2.0)),
    "bits that end within a byte": straight((3, 7, 5)),
}


def shuffled(slices: Sequence[Dataset]) -> list[Dataset]:
    order = np.random.default_rng(8).permutation(len(slices))
    assert order.tolist() != sorted(order.tolist())
    return [slices[place] for place in order]


def one_object(slices: Sequence[Dataset]) -> list[Dataset]:
    return [multi_frame(slices, f"{SERIES}.100")]


def frames_in_any_order(slices: Sequence[Dataset]) -> list[Dataset]:
    return [multi_frame(shuffled(slices), f"{SERIES}.100")]


def geometry_in_every_frame(slices: Sequence[Dataset]) -> list[Dataset]:
    return [multi_frame(slices[::-1], f"{SERIES}.100", shared=())]


def legacy_converted(slices: Sequence[Dataset]) -> list[Dataset]:
    return [multi_frame(slices, f"{SERIES}.100", sop_class=LEGACY_CT, shared=("PlaneOrientationSequence",))]


def concatenation(slices: Sequence[Dataset]) -> list[Dataset]:
    half = len(slices) // 2
    parts = (shuffled(slices[half:]) if len(slices) - half > 2 else slices[half:], slices[:half])
    return [
        multi_frame(part, f"{SERIES}.{number}", ConcatenationUID=f"{SERIES}.200", InConcatenationNumber=number)
        for number, part in enumerate(parts, start=1)
    ]


def one_frame_in_each_object(slices: Sequence[Dataset]) -> list[Dataset]:
    return [multi_frame([each], f"{SERIES}.{n}") for n, each in enumerate(slices[::-1], start=101)]


def a_localizer_among_the_frames(slices: Sequence[Dataset]) -> list[Dataset]:
    scout = deepcopy(slices[0])
    scout.ImageType, scout.ImageOrientationPatient = ["ORIGINAL", "PRIMARY", "LOCALIZER"], [1, 0, 0, 0, 0, -1]
    return [multi_frame([scout, *slices], f"{SERIES}.100", shared=())]


def other_pictures_beside_the_slices(slices: Sequence[Dataset]) -> list[Dataset]:
    """Return slices and, in their series, a scout and what somebody captured from a screen."""
    scout, captured = deepcopy(slices[0]), deepcopy(slices[0])
    scout.SOPInstanceUID, scout.ImageType = f"{SERIES}.900", ["ORIGINAL", "PRIMARY", "LOCALIZER"]
    scout.ImageOrientationPatient = [1, 0, 0, 0, 0, -1]
    captured.SOPInstanceUID, captured.SOPClassUID = f"{SERIES}.901", SECONDARY_CAPTURE
    captured.ImageType = ["DERIVED", "SECONDARY"]
    del captured.ImagePositionPatient
    return [scout, *slices, captured]


def classic_slices(slices: Sequence[Dataset]) -> list[Dataset]:
    return shuffled(slices)


FORMS: dict[str, Callable[[Sequence[Dataset]], list[Dataset]]] = {
    each.__name__.replace("_", " "): each
    for each in (
        classic_slices,
        one_object,
        frames_in_any_order,
        geometry_in_every_frame,
        legacy_converted,
        concatenation,
        one_frame_in_each_object,
        a_localizer_among_the_frames,
        other_pictures_beside_the_slices,
    )
}


def stored(grid: Grid, form: str) -> tuple[list[Dataset], Grid]:
    """Return the headers of a CT as read from its files, in no order, and the grid that the product gives it."""
    reader, found = SeriesReader(), []
    for each in FORMS[form](classic(grid)):
        file = written(each)
        reader.add(file)
        found.append(parse(file, keep_bytes=False).header)
    seen = reader.volume().grid
    np.testing.assert_allclose(seen.index_to_mm, grid.index_to_mm, atol=1e-5)
    return list(found), seen
