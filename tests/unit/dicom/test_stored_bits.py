"""Stored values of every width become 16 bits that mean the same."""

from __future__ import annotations

import numpy as np
from pydicom.dataset import Dataset
from tests.unit.dicom.objects import ct, picture, pixels, written

from totalpetview.dicom.series import SeriesReader


def _read(*objects: Dataset) -> SeriesReader:
    reader = SeriesReader()
    for one in objects:
        reader.add(written(one))
    return reader


def test_bits_that_are_not_stored_are_not_values() -> None:
    values = np.array([[0, 5], [-3, -2048]], dtype=np.int16)
    dirty = np.array([[0x7000, 0x7005], [0x0FFD, 0x0800]], dtype=np.int16)  # 12 bits, sign not extended
    one, other = ct(0), ct(1)
    pixels(one, values, 12)
    pixels(other, dirty, 12)
    volume = _read(one, other).volume()
    np.testing.assert_array_equal(volume.stored[0], values)
    np.testing.assert_array_equal(volume.stored[1], values)


def test_padding_outside_the_stored_bits_is_kept() -> None:
    one, other = ct(0), ct(1)
    for header in (one, other):
        pixels(header, np.array([[-2048, 7]], dtype=np.int16), 11)
        header.add_new("PixelPaddingValue", "SS", -2048)
    np.testing.assert_array_equal(_read(one, other).volume().stored[0], [[-2048, 7]])


def test_values_of_32_bits_come_within_half_a_step() -> None:
    arrays = [np.array([[0, 1_000_000], [333_333, 7]], dtype=np.uint32), np.array([[3, 4], [5, 6]], dtype=np.uint32)]
    objects = [ct(k, array) for k, array in enumerate(arrays)]
    reader = _read(*objects)
    volume = reader.volume()
    assert [problem.code for problem in reader.facts().problems] == ["stored-in-16-bits"]
    for k, array in enumerate(arrays):
        shown = volume.slope[k] * volume.stored[k].astype(float) + volume.intercept[k]
        np.testing.assert_allclose(shown, array.astype(float) - 1024, atol=1_000_000 / 65535 / 2 + 1e-9)


def test_slices_with_and_without_a_sign_get_one_type() -> None:
    volume = _read(ct(0), ct(1, picture(1).astype(np.uint16))).volume()
    assert {array.dtype for array in volume.stored} == {np.dtype(np.int16)}
