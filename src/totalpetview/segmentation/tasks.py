"""What TotalSegmentator can look for in a CT: names, ways of running, weights and licences.

Licences and networks follow TotalSegmentator 2.18.0 (`map_tasks_config`, `commercial_models`, its README). Tasks for
magnetic resonance, old versions of tasks, and those that only work on an image cropped by hand are left out.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from totalpetview.domain.sentences_regions import Region
from totalpetview.segmentation.port import Licence, Mode


@dataclass(frozen=True, slots=True)
class Networks:
    """One way of running a task.

    Attributes
    ----------
    datasets
        Numbers of the networks that are run on the whole search region, one after another.
    spacing_mm
        Edge of their voxels; None where it is that of the CT or differs along the axes.
    before
        Numbers of networks that are run first, at 6 or 3 mm, to find the region.
    """

    datasets: tuple[int, ...]
    spacing_mm: float | None
    before: tuple[int, ...] = ()

    @property
    def all(self) -> tuple[int, ...]:
        """All numbers."""
        return self.before + self.datasets


@dataclass(frozen=True, slots=True)
class TaskPlan:
    """A task as TotalSegmentator runs it; `region` is where it looks, None for the whole CT."""

    key: str
    english: str
    german: str
    modes: dict[Mode, Networks]
    region: Region | None = None
    licence: Licence = "open"
    needs_mr: bool = False


def _full(*numbers: int, mm: float | None = None, before: tuple[int, ...] = (298,)) -> dict[Mode, Networks]:
    return {"full": Networks(numbers, mm, before)}


def _whole(*numbers: int, mm: float | None = 1.5) -> dict[Mode, Networks]:
    return {"full": Networks(numbers, mm)}


_TOTAL: Final[dict[Mode, Networks]] = {
    "fastest": Networks((298,), 6.0),
    "fast": Networks((297,), 3.0),
    "full": Networks((291, 292, 293, 294, 295), 1.5),
}
_BODY: Final[dict[Mode, Networks]] = {"fast": Networks((300,), 6.0), "full": Networks((299,), 1.5)}

_OPEN: Final = (
    TaskPlan("total", "Whole body: 117 structures", "Ganzer Körper: 117 Strukturen", _TOTAL),
    TaskPlan("body", "Trunk and extremities", "Rumpf und Gliedmaßen", _BODY),
    TaskPlan(
        "lung_vessels",
        "Vessels and airways of the lung",
        "Lungengefäße und Atemwege",
        _full(117, before=(297,)),
        "lungs",
    ),
    TaskPlan("lung_nodules", "Lung nodules", "Lungenrundherde", _full(913, mm=1.5), "lungs"),
    TaskPlan(
        "pleural_pericard_effusion",
        "Pleural and pericardial effusion",
        "Pleura- und Perikarderguss",
        _full(315),
        "lungs",
    ),
    TaskPlan("breasts", "Breasts", "Mammae", _whole(527)),
    TaskPlan("trunk_cavities", "Cavities of the trunk", "Körperhöhlen des Rumpfes", _whole(343)),
    TaskPlan("liver_segments", "Segments of the liver", "Lebersegmente", _full(570), "liver"),
    TaskPlan("liver_vessels", "Vessels of the liver", "Lebergefäße", _full(8), "liver"),
    TaskPlan("liver_lesions", "Lesions of the liver", "Leberläsionen", _full(591, before=(297,)), "liver"),
    TaskPlan("kidney_cysts", "Cysts of the kidneys", "Nierenzysten", _full(789, mm=1.5), "abdomen"),
    TaskPlan("abdominal_muscles", "Muscles of the trunk", "Rumpfmuskulatur", _full(952, before=(300,)), "trunk"),
    TaskPlan("vertebrae_body", "Bodies of the vertebrae, and discs", "Wirbelkörper und Bandscheiben", _whole(305)),
    TaskPlan("vertebrae_pp", "Bodies of the vertebrae, numbered", "Wirbelkörper, nummeriert", _whole(803)),
    TaskPlan(
        "vertebrae_pp_refined",
        "Bodies of the vertebrae, numbered, refined",
        "Wirbelkörper, nummeriert, verfeinert",
        _whole(305, 803),
    ),
    TaskPlan("hip_implant", "Hip implant", "Hüftimplantat", _full(260), "hips"),
    TaskPlan("cerebral_bleed", "Intracerebral haemorrhage", "Hirnblutung", _full(150), "brain"),
    TaskPlan("ventricle_parts", "Ventricles of the brain", "Hirnventrikel", _full(552), "brain"),
    TaskPlan(
        "head_glands_cavities", "Glands and cavities of the head", "Drüsen und Höhlen des Kopfes", _full(775), "skull"
    ),
    TaskPlan("head_muscles", "Muscles of the head", "Kopfmuskulatur", _full(777), "skull"),
    TaskPlan(
        "headneck_bones_vessels",
        "Bones and vessels of head and neck",
        "Knochen und Gefäße von Kopf und Hals",
        _full(776),
        "neck",
    ),
    TaskPlan("headneck_muscles", "Muscles of the neck", "Halsmuskulatur", _full(778, 779), "neck"),
    TaskPlan("oculomotor_muscles", "Muscles of the eyes", "Äußere Augenmuskeln", _full(351), "skull"),
    TaskPlan("craniofacial_structures", "Facial skeleton", "Gesichtsschädel", _full(115, mm=0.5), "skull"),
    TaskPlan("teeth", "Teeth", "Zähne", _full(113, mm=0.5, before=(298, 115)), "teeth"),
)

_NON_COMMERCIAL: Final = (
    TaskPlan(
        "brain_aneurysm",
        "Aneurysms of the brain (MR angiography)",
        "Hirnaneurysmen (MR-Angiographie)",
        _whole(615, mm=None),
        licence="non-commercial",
        needs_mr=True,
    ),
)


def _licensed(
    key: str, english: str, german: str, modes: dict[Mode, Networks], region: Region | None = None
) -> TaskPlan:
    return TaskPlan(key, english, german, modes, region, "key")


_KEY: Final = (
    _licensed(
        "heartchambers_highres", "Chambers of the heart", "Herzhöhlen und Myokard", _full(301, before=(297,)), "heart"
    ),
    _licensed("coronary_arteries", "Coronary arteries", "Herzkranzgefäße", _full(509, mm=0.7), "heart"),
    _licensed("aortic_sinuses", "Aortic sinuses", "Aortensinus", _full(920, mm=0.7), "heart"),
    _licensed("appendicular_bones", "Bones of the limbs", "Knochen der Gliedmaßen", _whole(304)),
    _licensed(
        "thigh_shoulder_muscles", "Muscles of thigh and shoulder", "Oberschenkel- und Schultermuskulatur", _whole(857)
    ),
    _licensed("tissue_types", "Fat and muscle", "Fettgewebe und Muskulatur", _whole(481)),
    _licensed("tissue_4_types", "Fat and muscle, four kinds", "Fettgewebe und Muskulatur, vier Arten", _whole(485)),
    _licensed("brain_structures", "Structures of the brain", "Hirnstrukturen", _full(409), "brain"),
    _licensed("face", "Face", "Gesicht", _whole(303)),
)

TASKS: Final[dict[str, TaskPlan]] = {plan.key: plan for plan in (*_OPEN, *_NON_COMMERCIAL, *_KEY)}
