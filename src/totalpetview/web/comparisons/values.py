"""HU and SUV at a place, from the original voxels."""

from __future__ import annotations

from collections.abc import Sequence

from totalpetview.domain.geometry import Grid, Vector
from totalpetview.volumes.store import NoSuchVolume, VolumeStore
from totalpetview.web.comparisons.schemas import Point, Value
from totalpetview.web.comparisons.selection import Shown, ShownSeries
from totalpetview.web.suv.units import Normalisation


def values_at(
    points: Sequence[Point], shown: Sequence[Shown], store: VolumeStore, normalisation: Normalisation = "bw"
) -> list[Value]:
    """Return one value for each point, in order. Every point's examination must be among `shown`."""
    by_id = {each.examination.pk: each for each in shown}
    return [_value(point, by_id[point.examination], store, normalisation) for point in points]


def _value(point: Point, shown: Shown, store: VolumeStore, normalisation: Normalisation) -> Value:
    hu = _read(shown.ct, point.point_mm, store)
    stored = _read(shown.pet, point.point_mm, store)
    if shown.pet is None:
        return Value(hu=hu, pet=None, pet_unit=None, pet_stored=None, pet_stored_unit=None)
    factor = shown.pet.factor(normalisation)
    return Value(
        hu=hu,
        pet=stored if stored is None or factor is None else stored * factor,
        pet_unit=shown.pet.unit(normalisation),
        pet_stored=stored,
        pet_stored_unit=shown.pet.stored_unit,
    )


def _read(series: ShownSeries | None, point_mm: Vector, store: VolumeStore) -> float | None:
    if series is None or series.volume is None:
        return None
    finest = series.volume["levels"][0]
    try:
        return store.value_at(series.volume["id"], Grid.from_json(finest).index_of(point_mm))
    except NoSuchVolume:
        return None  # deleted a moment ago: it is being made again
