"""Whatever is done to an object: a Refusal in words, or facts; never another exception."""

from __future__ import annotations

import contextlib
import io
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from pydicom import dcmread
from tests.unit.dicom.objects import ENHANCED_CT, ENHANCED_PET, ct, enhanced, pet, written

from totalpetview.dicom.series import SeriesReader
from totalpetview.domain.examinations import group_examinations
from totalpetview.domain.problem import Refusal

WHOLE = [[written(ct(k)) for k in range(3)], [written(pet(k)) for k in range(3)],
         [written(enhanced(ENHANCED_CT, [0, 1, 2]))], [written(enhanced(ENHANCED_PET, [0, 1, 2]))]]  # fmt: skip


def _understand(objects: list[bytes]) -> None:
    for keep_pixels in (True, False):
        reader = SeriesReader(keep_pixels=keep_pixels)
        for one in objects:
            with contextlib.suppress(Refusal):
                reader.add(one)
        if not reader.has_instances:
            continue
        facts = reader.facts()
        group_examinations([facts])
        for problem in facts.problems:
            assert problem.sentence("en")
            assert problem.sentence("de")
        if keep_pixels:
            with contextlib.suppress(Refusal):
                volume = reader.volume()
                assert len(volume.stored) == volume.grid.shape[0] == len(volume.slope)


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(WHOLE), st.data())
def test_elements_may_be_missing_or_garbled(objects: list[bytes], data: Any) -> None:
    changed = []
    for one in objects:
        header = dcmread(io.BytesIO(one))
        for tag in data.draw(st.lists(st.sampled_from(sorted(header.keys())), max_size=4)):
            if tag not in header:
                continue
            if data.draw(st.booleans()):
                del header[tag]
                continue
            garbled = data.draw(st.binary(max_size=12))
            header[tag] = header.get_item(tag)._replace(value=garbled) if hasattr(
                header.get_item(tag), "_replace"
            ) else header[tag]  # fmt: skip
        out = io.BytesIO()
        with contextlib.suppress(Exception):  # what pydicom cannot write, nobody can send
            header.save_as(out)
            changed.append(out.getvalue())
    _understand(changed)


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(WHOLE), st.data())
def test_bytes_may_be_flipped_or_missing(objects: list[bytes], data: Any) -> None:
    changed = []
    for one in objects:
        buffer = bytearray(one)
        for _ in range(data.draw(st.integers(0, 4))):
            buffer[data.draw(st.integers(132, len(buffer) - 1))] = data.draw(st.integers(0, 255))
        cut = data.draw(st.sampled_from([None, None, 1, 10, 100, 400]))
        changed.append(bytes(buffer if cut is None else buffer[:-cut]))
    _understand(changed)
