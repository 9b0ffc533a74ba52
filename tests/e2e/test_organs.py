"""Organ maps that another program stored in the archive: under the mouse, in the pictures, as numbers and as files."""

from __future__ import annotations

import csv
import io
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

import highdicom
import httpx
import numpy as np
import numpy.typing as npt
import pytest
from playwright.sync_api import Browser, Page
from pydicom import dcmread

from tests.e2e.comparison_page import ComparisonPage
from tests.e2e.demo_volumes import DemoVolumes, read_demo_volumes
from tests.organ_maps import ct_images, demo_labels, segmentation, store
from tests.running_server import RunningServer, running_server
from totalpetview.demo import LABELS, DemoSize, demo_truth, write_demo_patient

COLUMNS: Final = range(4)
PLANES: Final = ("axial", "coronal", "sagittal")
NAMES: Final = {number: name for name, number in LABELS.items()}
ALL_LABELS_ARE_THERE: Final = """
window.__tpv.organs()?.columns.length === 4
  && window.__tpv.organs().columns.every((one) => one.map && one.labels.complete)
"""
Labels = npt.NDArray[np.uint8]
_PATIENCE_S: Final = 120.0
_SAMPLES: Final = 60


@dataclass(frozen=True, slots=True)
class Patient:
    """The demo patient in an installation of her own, her organs stored by another program."""

    server: RunningServer
    client: httpx.Client
    examinations: list[dict[str, Any]]
    volumes: list[DemoVolumes]
    labels: list[Labels]

    @property
    def query(self) -> list[tuple[str, Any]]:
        """Parameters that name all four examinations."""
        return [("examination", one["id"]) for one in self.examinations]

    def organs(self) -> dict[str, Any]:
        """Return what the interface says of the organ maps."""
        answer = self.client.get("/api/organs", params=self.query)
        answer.raise_for_status()
        said: dict[str, Any] = answer.json()
        return said

    def map(self, column: int) -> dict[str, Any]:
        """Return the map that is shown for a time point."""
        point = self.organs()["time_points"][column]
        found: dict[str, Any] = next(one for one in point["maps"] if one["key"] == point["shown"])
        return found


@pytest.fixture(scope="module")
def patient(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Patient]:
    """Return the patient when all four organ maps can be shown."""
    folder = tmp_path_factory.mktemp("organs")
    write_demo_patient(folder / "demo", size=DemoSize.SMALL, labels=True)
    examinations = sorted(path for path in (folder / "demo").iterdir() if path.is_dir())
    labels = [demo_labels(one) for one in examinations]
    with running_server(folder / "data") as server, server.signed_in() as client:
        server.run("import", *(series for one in examinations for series in one.iterdir() if series.is_dir()))
        prepared = server.prepared_examinations(client, len(examinations))
        for one, own in zip(examinations, labels, strict=True):
            store(client, segmentation(ct_images(one), own))
        found = Patient(server, client, prepared, read_demo_volumes(folder / "demo"), labels)
        _wait_for_maps(found)
        yield found


@pytest.fixture(scope="module")
def four(patient: Patient, browser: Browser) -> Iterator[ComparisonPage]:
    """Return the comparison with every label at full resolution."""
    context = browser.new_context(viewport={"width": 1920, "height": 1080}, locale="en-GB")
    context.add_cookies(
        [{"name": one.name, "value": one.value or "", "url": patient.server.url} for one in patient.client.cookies.jar]
    )
    page: Page = context.new_page()
    page.goto(patient.server.url + "/compare?" + "&".join(f"e={one['id']}" for one in patient.examinations))
    comparison = ComparisonPage(page)
    comparison.wait_until_complete()
    page.get_by_role("button", name="Organs", exact=True).click()
    comparison.wait_until(ALL_LABELS_ARE_THERE)
    yield comparison
    context.close()


def _wait_for_maps(patient: Patient) -> None:
    deadline = time.monotonic() + _PATIENCE_S
    while not all(point["shown"] for point in patient.organs()["time_points"]):
        if time.monotonic() > deadline:
            raise TimeoutError("the organ maps were not taken up from the archive")
        time.sleep(0.2)


def label_at(patient: Patient, column: int, points_mm: npt.NDArray[np.float64]) -> tuple[Any, Any]:
    """Return the true label at points [..., 3], 0 outside, and how far the point is from the next voxel (in voxels)."""
    ct, labels = patient.volumes[column].ct, patient.labels[column]
    homogeneous = np.concatenate([points_mm, np.ones((*points_mm.shape[:-1], 1))], axis=-1)
    index = (homogeneous @ np.linalg.inv(ct.index_to_mm).T)[..., 2::-1]  # k, j, i
    nearest = np.floor(index + 0.5).astype(int)
    inside = np.all((nearest >= 0) & (nearest < labels.shape), axis=-1)
    k, j, i = np.moveaxis(np.clip(nearest, 0, np.array(labels.shape) - 1), -1, 0)
    from_border = 0.5 - np.abs(index - nearest).max(axis=-1)
    return np.where(inside, labels[k, j, i], 0), from_border


def put_crosshair_in(four: ComparisonPage, patient: Patient, organ: str) -> None:
    """Put the crosshair into the voxel of the first examination that is nearest to an organ's centre.

    Where in it depends: a plane that lies on the border of two voxels of another examination tells nothing.
    """
    where = np.argwhere(patient.labels[0] == LABELS[organ])
    k, j, i = where[np.argmin(np.linalg.norm(where - where.mean(axis=0), axis=1))]
    for off in (0.13, 0.31, -0.17, -0.37, 0.0):
        point_mm = patient.volumes[0].ct.index_to_mm @ [i + off, j + off, k + off, 1]
        four.put_crosshair([float(part) for part in point_mm[:3]])
        between = [label_at(patient, column, four.points_mm(four.pane(0, column)))[1] for column in COLUMNS]
        if min(distance.max() for distance in between) > 0.1:
            return
    raise AssertionError("wherever the crosshair was put, a plane lay on the border of two voxels")


@pytest.mark.parametrize("plane", PLANES)
@pytest.mark.parametrize("organ", ["liver", "heart", "kidney_left"])
def test_the_organ_named_under_the_mouse_is_the_one_that_the_file_has_there(
    four: ComparisonPage, patient: Patient, plane: str, organ: str
) -> None:
    four.show("fused", plane=plane)
    put_crosshair_in(four, patient, organ)
    random = np.random.default_rng(7)
    for column in COLUMNS:
        pane = four.pane(0, column)
        points = four.points_mm(pane)
        expected, from_border = label_at(patient, column, points)
        height, width = expected.shape
        compared = set()
        for y, x in zip(random.integers(0, height, _SAMPLES), random.integers(0, width, _SAMPLES), strict=True):
            if from_border[y, x] < 0.02:
                continue  # on the border of two voxels half a bit decides
            said = four.page.evaluate("(at) => window.__tpv.organsAt(...at)", [pane["index"], int(x), int(y)])
            assert said == ([NAMES[expected[y, x]]] if expected[y, x] else []), (column, x, y)
            compared.add(int(expected[y, x]))
        assert len(compared) > 1, "nothing but background was looked at"


def test_filled_organs_have_their_own_colours_in_every_column(four: ComparisonPage, patient: Patient) -> None:
    four.show("ct", plane="coronal")
    put_crosshair_in(four, patient, "liver")
    four.page.evaluate("() => window.__tpv.setOrganLook({style: 'filled', opacity: 1})")
    four.page.evaluate("() => window.__tpv.drawNow(true)")
    structures = patient.organs()["structures"]
    colours = np.zeros((256, 3))
    for name, number in LABELS.items():
        if name in structures:
            colours[number] = structures[name]["colour"]
    for column in COLUMNS:
        pane = four.pane(0, column)
        expected, from_border = label_at(patient, column, four.points_mm(pane))
        judged = (expected > 0) & (from_border > 0.02)
        wrong = np.abs(four.pixels(pane).astype(float) - colours[expected]).max(axis=-1) > 2
        assert judged.sum() > 1000
        assert wrong[judged].mean() < 0.002
    four.page.evaluate("() => window.__tpv.setOrganLook({style: 'filled', opacity: 0.4})")


def test_a_hidden_organ_leaves_the_picture_below_it_as_it_was(four: ComparisonPage, patient: Patient) -> None:
    four.show("ct", plane="axial")
    put_crosshair_in(four, patient, "liver")
    every = sorted(patient.organs()["structures"])
    four.page.evaluate("(hidden) => window.__tpv.setOrganLook({hidden})", every)
    four.page.evaluate("() => window.__tpv.drawNow(true)")
    bare = four.pixels(four.pane(0, 0))
    four.page.evaluate("(hidden) => window.__tpv.setOrganLook({hidden})", [one for one in every if one != "liver"])
    four.page.evaluate("() => window.__tpv.drawNow(true)")
    with_liver = four.pixels(four.pane(0, 0))
    expected, from_border = label_at(patient, 0, four.points_mm(four.pane(0, 0)))
    changed = np.any(bare != with_liver, axis=-1)
    judged = from_border > 0.02
    assert changed[judged & (expected == LABELS["liver"])].mean() > 0.9
    assert not changed[judged & (expected != LABELS["liver"])].any()
    four.page.evaluate("() => window.__tpv.setOrganLook({hidden: []})")


@pytest.mark.parametrize("organ", ["kidney_left", "spleen", "heart", "vertebrae_T8"])
def test_going_to_an_organ_shows_it_in_every_column(four: ComparisonPage, patient: Patient, organ: str) -> None:
    four.show("fused", plane="axial")
    four.page.evaluate("(organ) => window.__tpv.goToOrgan(organ)", organ)
    four.page.evaluate("() => window.__tpv.drawNow(true)")
    state = four.state()
    for column in COLUMNS:
        own = np.linalg.inv(four.to_common(column)) @ [*state["crosshair"], 1]
        expected, _ = label_at(patient, column, own[None, :3])
        distance = _distance_mm(patient, column, own[:3], organ)
        assert expected[0] == LABELS[organ] or distance < 15, f"T{column + 1} shows {NAMES.get(expected[0])}"
        if column == 0:
            assert expected[0] == LABELS[organ]


def test_the_time_points_are_in_step_by_their_organs_better_than_by_the_centres_of_their_bodies(
    four: ComparisonPage, patient: Patient
) -> None:
    points = patient.client.get("/api/comparisons", params=patient.query).json()["time_points"]
    assert [one["transform_source"] for one in points] == ["reference", "organs", "organs", "organs"]
    first, *others = demo_truth(DemoSize.SMALL).examinations
    for column, examination in enumerate(others, start=1):
        errors = []
        for place, here_mm in examination.landmarks_mm.items():
            reference = [*first.landmarks_mm[place]]
            four.put_crosshair(reference)
            own = np.linalg.inv(four.to_common(column)) @ [*reference, 1]
            errors.append(np.linalg.norm(own[:3] - np.array(here_mm)))
        assert np.median(errors) < 10, f"T{column + 1}: {np.median(errors):.1f} mm"


def test_numbers_of_organs_are_those_of_numpy(patient: Patient) -> None:
    answer = patient.client.get("/api/organs/statistics", params=[*patient.query, ("normalisation", "bw")])
    rows = {row["structure"]: row["values"] for row in answer.json()["rows"]}
    for column in COLUMNS:
        ct, labels = patient.volumes[column].ct, patient.labels[column]
        voxel_ml = abs(np.linalg.det(ct.index_to_mm[:3, :3])) / 1000
        for organ in ("liver", "kidney_left", "kidney_right", "spleen", "aorta", "vertebrae_L3"):
            inside = labels == LABELS[organ]
            said = rows[organ][column]
            assert said["ct_voxels"] == inside.sum()
            assert said["volume_ml"] == pytest.approx(inside.sum() * voxel_ml, rel=1e-6)
            assert said["hu_mean"] == pytest.approx(ct.values[inside].mean(), abs=1e-3)
            assert said["hu_sd"] == pytest.approx(ct.values[inside].std(), rel=0.01)
            assert said["pet"]["unit"] == "SUVbw"


def test_the_table_can_be_taken_away_as_a_file(patient: Patient) -> None:
    answer = patient.client.get("/api/organs/statistics", params=[*patient.query, ("format", "csv")])
    rows = list(csv.DictReader(io.StringIO(answer.text.lstrip("\N{ZERO WIDTH NO-BREAK SPACE}"))))
    assert "TPV-DEMO" not in answer.text, "patient data in a table that goes to researchers"
    assert len(rows) > 400


@pytest.mark.parametrize("kind", ["labelmap", "binary"])
def test_a_map_comes_back_voxel_for_voxel_as_a_dicom_segmentation(patient: Patient, kind: str) -> None:
    key = patient.map(1)["key"]
    answer = patient.client.get(f"/api/organs/{key}/seg", params={"kind": kind})
    answer.raise_for_status()
    read = highdicom.seg.Segmentation.from_dataset(dcmread(io.BytesIO(answer.content)))
    names = {number: read.get_segment_description(number).segment_label for number in read.segment_numbers}
    volume = read.get_volume(combine_segments=True, skip_overlap_checks=True)
    found = np.zeros(patient.labels[1].shape, np.uint8)
    to_index = np.linalg.inv(patient.volumes[1].ct.index_to_mm)
    own = volume.affine
    for number, name in names.items():
        where = np.argwhere(volume.array == number)
        points = np.c_[where, np.ones(len(where))] @ own.T
        i, j, k = np.rint((points @ to_index.T)[:, :3]).astype(int).T
        found[k, j, i] = LABELS[_key(patient, name)]
    assert np.array_equal(found, patient.labels[1])


def test_a_map_is_gone_when_its_object_is_deleted_from_the_archive(patient: Patient) -> None:
    with httpx.Client(base_url=patient.server.orthanc_url, auth=patient.server.orthanc_login()) as archive:
        segmentations = [
            one
            for one in archive.get("/series").json()
            if archive.get(f"/series/{one}").json()["MainDicomTags"]["Modality"] == "SEG"
        ]
        assert len(segmentations) == len(COLUMNS)
        archive.delete(f"/series/{segmentations[0]}").raise_for_status()
    deadline = time.monotonic() + _PATIENCE_S
    while sum(bool(point["shown"]) for point in patient.organs()["time_points"]) == len(COLUMNS):
        assert time.monotonic() < deadline, "the map of a deleted object is still shown"
        time.sleep(0.2)


def _distance_mm(patient: Patient, column: int, point_mm: npt.NDArray[np.float64], organ: str) -> float:
    where = np.argwhere(patient.labels[column] == LABELS[organ])[:, ::-1]
    places = np.c_[where, np.ones(len(where))] @ patient.volumes[column].ct.index_to_mm.T
    return float(np.linalg.norm(places[:, :3] - point_mm, axis=1).min())


def _key(patient: Patient, label: str) -> str:
    if label in LABELS:
        return label
    structures: dict[str, dict[str, Any]] = patient.organs()["structures"]
    return next(key for key, one in structures.items() if label in {one["name"], one["english"]})
