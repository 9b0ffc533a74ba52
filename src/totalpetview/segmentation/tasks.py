"""What TotalSegmentator can look for in a CT: names, ways of running, weights and licences.

Licences and networks follow TotalSegmentator 2.18.0 (`map_tasks_config`, `commercial_models`, its README). Tasks for
magnetic resonance, old versions of tasks, and those that only work on an image cropped by hand are left out.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

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
    """A task as TotalSegmentator runs it."""

    key: str
    english: str
    german: str
    modes: dict[Mode, Networks]
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
    TaskPlan("lung_vessels", "Vessels and airways of the lung", "Lungengefäße und Atemwege", _full(117, before=(297,))),
    TaskPlan("lung_nodules", "Lung nodules", "Lungenrundherde", _full(913, mm=1.5)),
    TaskPlan("pleural_pericard_effusion", "Pleural and pericardial effusion", "Pleura- und Perikarderguss", _full(315)),
    TaskPlan("breasts", "Breasts", "Brüste", _whole(527)),
    TaskPlan("trunk_cavities", "Cavities of the trunk", "Höhlen des Rumpfes", _whole(343)),
    TaskPlan("liver_segments", "Segments of the liver", "Lebersegmente", _full(570)),
    TaskPlan("liver_vessels", "Vessels of the liver", "Lebergefäße", _full(8)),
    TaskPlan("liver_lesions", "Lesions of the liver", "Leberläsionen", _full(591, before=(297,))),
    TaskPlan("kidney_cysts", "Cysts of the kidneys", "Nierenzysten", _full(789, mm=1.5)),
    TaskPlan("abdominal_muscles", "Muscles of the abdomen", "Bauchmuskeln", _full(952, before=(300,))),
    TaskPlan("vertebrae_body", "Bodies of the vertebrae", "Wirbelkörper", _whole(305)),
    TaskPlan("vertebrae_pp", "Vertebrae, numbered", "Wirbel, nummeriert", _whole(803)),
    TaskPlan(
        "vertebrae_pp_refined", "Vertebrae, numbered, refined", "Wirbel, nummeriert, verfeinert", _whole(305, 803)
    ),
    TaskPlan("hip_implant", "Hip implant", "Hüftimplantat", _full(260)),
    TaskPlan("cerebral_bleed", "Intracerebral haemorrhage", "Hirnblutung", _full(150)),
    TaskPlan("ventricle_parts", "Ventricles of the brain", "Hirnventrikel", _full(552)),
    TaskPlan("head_glands_cavities", "Glands and cavities of the head", "Drüsen und Höhlen des Kopfes", _full(775)),
    TaskPlan("head_muscles", "Muscles of the head", "Kopfmuskeln", _full(777)),
    TaskPlan(
        "headneck_bones_vessels",
        "Bones and vessels of head and neck",
        "Knochen und Gefäße von Kopf und Hals",
        _full(776),
    ),
    TaskPlan("headneck_muscles", "Muscles of head and neck", "Kopf- und Halsmuskeln", _full(778, 779)),
    TaskPlan("oculomotor_muscles", "Muscles of the eyes", "Augenmuskeln", _full(351)),
    TaskPlan("craniofacial_structures", "Facial skeleton", "Gesichtsschädel", _full(115, mm=0.5)),
    TaskPlan("teeth", "Teeth", "Zähne", _full(113, mm=0.5, before=(298, 115))),
)

_NON_COMMERCIAL: Final = (
    TaskPlan(
        "brain_aneurysm",
        "Aneurysms of the brain (MR angiography)",
        "Hirnaneurysmen (MR-Angiographie)",
        _whole(615, mm=None),
        "non-commercial",
        needs_mr=True,
    ),
)


def _licensed(key: str, english: str, german: str, modes: dict[Mode, Networks]) -> TaskPlan:
    return TaskPlan(key, english, german, modes, "key")


_KEY: Final = (
    _licensed("heartchambers_highres", "Chambers of the heart", "Herzkammern", _full(301, before=(297,))),
    _licensed("coronary_arteries", "Coronary arteries", "Herzkranzgefäße", _full(509, mm=0.7)),
    _licensed("aortic_sinuses", "Aortic sinuses", "Aortensinus", _full(920, mm=0.7)),
    _licensed("appendicular_bones", "Bones of the limbs", "Knochen der Gliedmaßen", _whole(304)),
    _licensed(
        "thigh_shoulder_muscles", "Muscles of thigh and shoulder", "Oberschenkel- und Schultermuskeln", _whole(857)
    ),
    _licensed("tissue_types", "Fat and muscle", "Fett und Muskel", _whole(481)),
    _licensed("tissue_4_types", "Fat and muscle, four kinds", "Fett und Muskel, vier Arten", _whole(485)),
    _licensed("brain_structures", "Structures of the brain", "Hirnstrukturen", _full(409)),
    _licensed("face", "Face", "Gesicht", _whole(303)),
)

TASKS: Final[dict[str, TaskPlan]] = {plan.key: plan for plan in (*_OPEN, *_NON_COMMERCIAL, *_KEY)}
