import hashlib

import numpy as np
import pytest

from totalpetview.demo import LABELS, DemoExamination, DemoSize, DemoTruth, build_examination
from totalpetview.domain.geometry import Grid, Vector

Pictures = list[DemoExamination]


def volume_ml(examination: DemoExamination, *names: str) -> float:
    count = np.isin(examination.labels, [LABELS[name] for name in names]).sum()
    return float(count) * examination.ct_grid.voxel_volume_ml


def centre_mm(examination: DemoExamination, name: str) -> Vector:
    k, j, i = np.nonzero(examination.labels == LABELS[name])
    return examination.ct_grid.point_mm(float(i.mean()), float(j.mean()), float(k.mean()))


def value(volume: np.ndarray, grid: Grid, point_mm: Vector) -> float:
    i, j, k = (round(n) for n in grid.index_of(point_mm))
    return float(volume[k, j, i])


def highest_near(examination: DemoExamination, point_mm: Vector, reach_mm: float) -> float:
    grid = examination.pet_grid
    k, j, i = np.indices(grid.shape)
    places = np.stack([i, j, k, np.ones_like(i)], axis=-1) @ grid.index_to_mm.T
    near = (np.abs(places[..., :3] - point_mm) <= np.maximum(reach_mm, np.array(grid.spacing_mm))).all(axis=-1)
    return float(examination.pet_suv[near].max())


def test_the_same_examination_is_drawn_twice_bit_for_bit() -> None:
    first, second = (build_examination(1, DemoSize.TINY) for _ in range(2))
    for name in ("ct_hu", "pet_suv", "labels"):
        a, b = (hashlib.sha256(getattr(e, name).tobytes()).hexdigest() for e in (first, second))
        assert a == b, name


def test_arrays_fit_their_grids_and_the_advertised_size(tiny_examinations: Pictures) -> None:
    for each in tiny_examinations:
        assert each.ct_hu.shape == each.labels.shape == each.ct_grid.shape
        assert each.pet_suv.shape == each.pet_grid.shape
        assert each.ct_grid.shape[1:] == (64, 64)
        assert each.ct_hu.dtype == np.int16
        assert each.ct_hu.min() >= -1024
        assert np.isfinite(each.pet_suv).all()
        assert each.pet_suv.min() >= 0


def test_each_examination_has_its_own_grids(tiny_examinations: Pictures) -> None:
    assert len({each.ct_grid for each in tiny_examinations}) == 4
    assert len({each.pet_grid for each in tiny_examinations}) == 4


def test_pet_and_ct_of_an_examination_cover_the_same_heights(tiny_examinations: Pictures) -> None:
    for each in tiny_examinations:
        (ct_low, ct_high), (pet_low, pet_high) = each.ct_grid.box_mm(), each.pet_grid.box_mm()
        assert ct_low[2] == pytest.approx(pet_low[2], abs=1e-6)
        assert ct_high[2] == pytest.approx(pet_high[2], abs=each.ct_grid.spacing_mm[2])


def test_organs_lie_on_the_side_where_they_belong(tiny_examinations: Pictures) -> None:
    """In DICOM patient coordinates x grows towards the patient's left, y to the back, z to the head."""
    for each in tiny_examinations:
        middle = centre_mm(each, "vertebrae_L1")
        for right in ("liver", "kidney_right", "lung_lower_lobe_right", "hip_right", "femur_right", "humerus_right"):
            assert centre_mm(each, right)[0] < middle[0] - 15, right
        for left in ("spleen", "stomach", "heart", "kidney_left", "lung_lower_lobe_left", "hip_left", "humerus_left"):
            assert centre_mm(each, left)[0] > middle[0] + 4, left
        assert centre_mm(each, "heart")[1] < centre_mm(each, "vertebrae_T8")[1] - 30
        heights = [centre_mm(each, name)[2] for name in ("urinary_bladder", "liver", "heart", "trachea", "brain")]
        assert heights == sorted(heights)


def test_the_picture_is_not_its_own_mirror_image(tiny_examinations: Pictures) -> None:
    each = tiny_examinations[0]
    soft = (each.ct_hu > -200).astype(float)
    assert np.abs(soft - soft[:, :, ::-1]).sum() > 0.05 * soft.sum()


@pytest.mark.parametrize(
    ("organs", "low_ml", "high_ml"),
    [
        (("liver",), 1000, 2100),
        (("spleen",), 90, 350),
        (("kidney_left", "kidney_right"), 180, 480),
        (("lung_upper_lobe_left", "lung_lower_lobe_left"), 1200, 3200),
        (("lung_upper_lobe_right", "lung_middle_lobe_right", "lung_lower_lobe_right"), 1400, 3500),
        (("brain",), 1000, 1700),
        (("heart",), 400, 900),
        (("urinary_bladder",), 80, 300),
        (("aorta",), 120, 400),
    ],
)
def test_organs_have_the_volume_of_an_adult(
    tiny_examinations: Pictures, organs: tuple[str, ...], low_ml: float, high_ml: float
) -> None:
    """Ranges: usual volumes in adults (liver 1.0-2.1 l, spleen 90-350 ml, brain 1.0-1.7 l, ...)."""
    for each in tiny_examinations:
        assert low_ml < volume_ml(each, *organs) < high_ml


@pytest.mark.parametrize(
    ("organ", "low", "high"),
    [("liver", 40, 130), ("spleen", 35, 140), ("lung_lower_lobe_left", -900, -700), ("brain", 20, 50)],
)
def test_organs_have_plausible_hounsfield_units(
    tiny_examinations: Pictures, organ: str, low: float, high: float
) -> None:
    for each in tiny_examinations:
        assert low < np.median(each.ct_hu[each.labels == LABELS[organ]]) < high


@pytest.mark.parametrize(
    ("place", "low", "high"),
    [
        ("liver", 1.5, 3.0),
        ("bladder", 15, 45),
        ("carina", 0.1, 1.8),
        ("spleen", 1.0, 2.6),
        ("femoral_head_left", 0.5, 2.5),
    ],
)
def test_uptake_is_that_of_fdg(
    tiny_examinations: Pictures, truth: DemoTruth, place: str, low: float, high: float
) -> None:
    for each, known in zip(tiny_examinations, truth.examinations, strict=True):
        assert low < value(each.pet_suv, each.pet_grid, known.landmarks_mm[place]) < high


def test_landmarks_lie_in_the_organs_that_they_name(tiny_examinations: Pictures, truth: DemoTruth) -> None:
    names = {
        "liver": "liver",
        "spleen": "spleen",
        "femoral_head_left": "femur_left",
        "femoral_head_right": "femur_right",
    }
    names |= {"left_ventricle": "heart", "bladder": "urinary_bladder", "kidney_right": "kidney_right"}
    for each, known in zip(tiny_examinations, truth.examinations, strict=True):
        for landmark, organ in names.items():
            assert value(each.labels, each.ct_grid, known.landmarks_mm[landmark]) == LABELS[organ], landmark


def test_the_patient_lies_differently_each_time(truth: DemoTruth) -> None:
    first = truth.examinations[0].landmarks_mm
    for later in truth.examinations[1:]:
        moves = np.array([np.subtract(later.landmarks_mm[name], first[name]) for name in first])
        assert np.linalg.norm(moves.mean(axis=0)) > 10, "another position of the table"
        assert np.linalg.norm(moves - moves.mean(axis=0), axis=1).max() > 3, "not only a shift"


def test_lesions_tell_response_progression_new_and_gone(truth: DemoTruth) -> None:
    radius = [{lesion.story: lesion.radius_mm for lesion in each.lesions} for each in truth.examinations]
    suv = [{lesion.story: lesion.suv for lesion in each.lesions} for each in truth.examinations]
    for story, order in (("response", -1), ("progression", 1)):
        for numbers in (radius, suv):
            over_time = [at_time[story] for at_time in numbers]
            assert over_time == sorted(over_time, reverse=order < 0)
            assert len(set(over_time)) == 4
    assert [("new" in at_time) for at_time in radius] == [False, False, True, True]
    assert [("gone" in at_time) for at_time in radius] == [True, True, False, False]


def test_hot_lesions_are_seen_where_the_truth_says(tiny_examinations: Pictures, truth: DemoTruth) -> None:
    """Coarse voxels and blur take from a lesion's uptake, but never add; above 16 mm radius most must be left."""
    for each, known in zip(tiny_examinations, truth.examinations, strict=True):
        for lesion in known.lesions:
            seen = highest_near(each, lesion.centre_mm, lesion.radius_mm)
            assert seen < 1.35 * lesion.suv + 1.5, (known.index, lesion.name)
            if lesion.radius_mm > 16:
                assert seen > 0.45 * lesion.suv, (known.index, lesion.name)


def test_transform_and_inverse_agree() -> None:
    from totalpetview.demo.plan import PLANS
    from totalpetview.demo.points import Points

    places = np.random.default_rng(1).uniform((-200, -100, -80), (200, 100, 850), (200, 3))
    for plan in PLANS:
        there = plan.motion.from_model(Points.of(places))
        back = plan.motion.to_model(there).stacked()
        assert np.abs(back - places).max() < 1e-5
