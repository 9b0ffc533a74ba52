"""What is worth having of an organ map but need not be there when it is first shown.

Labels of the projections, measurements, surfaces. Plain steps, each of which may be repeated.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from totalpetview.domain.organs.statistics import EROSION_MM
from totalpetview.imaging.mip_labels import labels_of_maxima
from totalpetview.imaging.organ_grid import nearest_labels
from totalpetview.imaging.organ_statistics import ct_statistics, pet_statistics
from totalpetview.volumes.build_labels import build_mip_labels, read_labels
from totalpetview.volumes.build_surfaces import build_surfaces
from totalpetview.volumes.read_back import stored_volume
from totalpetview.volumes.resolutions import finest
from totalpetview.volumes.store import VolumeStore
from totalpetview.workflows.organ_catalogue import KnownMap, OrganCatalogue

#: raise it when more is made: maps that were completed before get it at the next start
_VERSION: Final = 1


@dataclass(frozen=True, slots=True)
class Completing:
    """The steps, with what they need. Each does nothing for a map that is gone, or that has it already."""

    store: VolumeStore
    organs: OrganCatalogue

    def made_for(self, key: str) -> str:
        """Return a name for what can be made now: another one once a PET or its projections are there."""
        known = self.organs.known_map(key)
        if known is None:
            return ""
        pet = self.organs.pet_of(known.ct.series_uid)
        mip = "" if pet is None or pet.mip is None else str(pet.mip["id"])
        made_from = (known.labels_id, known.ct.volume_id, "" if pet is None else pet.volume_id, mip)
        return ":".join((str(_VERSION), *(each[:12] for each in made_from)))

    def label_projections(self, key: str) -> None:
        """Find which organ is seen at each place of the PET's projections."""
        known = self.organs.known_map(key)
        pet = None if known is None else self.organs.pet_of(known.ct.series_uid)
        if known is None or pet is None or pet.mip is None or not pet.shares_frame:
            return
        if known.mip_labels_for == pet.mip["id"]:
            return
        volume = stored_volume(self.store, pet.volume_id)
        labels, grid = read_labels(self.store, known.labels_id)
        on_pet = nearest_labels(labels, grid, volume.grid)
        seen = labels_of_maxima(finest(volume).values(), volume.grid.index_to_mm, on_pet, int(pet.mip["angles"]))
        made = build_mip_labels(self.store, str(pet.mip["id"]), known.labels_id, seen)
        self.organs.mip_labels_made(key, made.to_json())

    def measure(self, key: str) -> None:
        """Measure each organ on the CT and on the PET."""
        known = self.organs.known_map(key)
        if known is None:
            return
        labels, grid = read_labels(self.store, known.labels_id)
        ct_id = known.ct.volume_id
        if ct_id not in known.measured_on:
            ct = stored_volume(self.store, ct_id)
            on_ct = ct_statistics(labels, known.values, grid, ct)
            self.organs.measured(
                key, known.ct.volume_id, {str(number): each.to_json() for number, each in on_ct.items()}
            )
        pet = self.organs.pet_of(known.ct.series_uid)
        if pet is not None and pet.shares_frame and pet.volume_id not in known.measured_on:
            volume = stored_volume(self.store, pet.volume_id)
            on_pet = pet_statistics(labels, known.values, grid, volume, _erosion_mm(known))
            self.organs.measured(key, pet.volume_id, {str(number): each.to_json() for number, each in on_pet.items()})

    def make_surfaces(self, key: str) -> None:
        """Make the surfaces of all organs."""
        known = self.organs.known_map(key)
        if known is not None and not known.surfaces_id:
            self.organs.surfaces_made(key, build_surfaces(self.store, known.labels_id, known.values))


def _erosion_mm(known: KnownMap) -> dict[int, float]:
    def key_of(segment: Any) -> str:  # noqa: ANN401 - JSON
        return str(segment["structure"]["key"])

    return {int(each["number"]): EROSION_MM[key_of(each)] for each in known.segments if key_of(each) in EROSION_MM}
