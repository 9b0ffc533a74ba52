"""Organs of MOOSE (moosez 3.2): it writes NIfTI, and carries the codes with which dcmqi makes DICOM of it.

Its label image comes in the orientation of the NIfTI file that it was given, which is not that of the CT's slices; all
structures of a model lie in one image. Labels, numbers and codes are those of its mapping for DICOM segmentations.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from tests.unit.dicom.segmentation.dcmqi_objects import (
    ANATOMY,
    ITK,
    LEFT,
    RIGHT,
    TISSUE,
    CodeTriple,
    attributes,
    image,
    write_ct,
    write_dcmqi,
)
from tests.unit.dicom.segmentation.maps import FRAME, oblique, scattered, straight
from tests.unit.dicom.segmentation.places import places_in_image, places_in_map, same_places

from totalpetview.dicom.segmentation.read import read_seg

Row = tuple[str, int, CodeTriple, CodeTriple, CodeTriple | None, str]


def row(label: str, number: int, value: str, meaning: str, modifier: CodeTriple | None = None, *, key: str = "") -> Row:
    """Return a structure of MOOSE; ours is called the same where no other key is given."""
    return (label, number, ANATOMY, (value, "SCT", meaning), modifier, key or label)


MODELS: dict[str, list[Row]] = {
    "clin_ct_organs": [
        row("adrenal_gland_left", 1, "23451007", "Adrenal gland", LEFT),
        row("adrenal_gland_right", 2, "23451007", "Adrenal gland", RIGHT),
        row("bladder", 3, "89837001", "Urinary bladder", key="urinary_bladder"),
        row("brain", 4, "12738006", "Brain"),
        row("gallbladder", 5, "28231008", "Gallbladder"),
        row("kidney_left", 6, "64033007", "Kidney", LEFT),
        row("kidney_right", 7, "64033007", "Kidney", RIGHT),
        row("liver", 8, "10200004", "Liver"),
        row("lung_lower_lobe_left", 9, "90572001", "Lower lobe of lung", LEFT),
        row("lung_lower_lobe_right", 10, "90572001", "Lower lobe of lung", RIGHT),
        row("lung_middle_lobe_right", 11, "72481006", "Middle lobe of right lung"),
        row("lung_upper_lobe_left", 12, "45653009", "Upper lobe of lung", LEFT),
        row("lung_upper_lobe_right", 13, "45653009", "Upper lobe of lung", RIGHT),
        row("pancreas", 14, "15776009", "Pancreas"),
        row("spleen", 15, "78961009", "Spleen"),
        row("stomach", 16, "69695003", "Stomach"),
        row("thyroid_left", 17, "69748006", "Thyroid gland", LEFT, key="other:thyroid-left"),
        row("thyroid_right", 18, "69748006", "Thyroid gland", RIGHT, key="other:thyroid-right"),
        row("trachea", 19, "44567001", "Trachea"),
    ],
    "clin_ct_cardiac": [
        row("heart_myocardium", 1, "74281007", "Myocardium"),
        row("heart_atrium_left", 2, "82471001", "Left atrium"),
        row("heart_atrium_right", 3, "73829009", "Right atrium"),
        row("heart_ventricle_left", 4, "87878005", "Left ventricle of heart"),
        row("heart_ventricle_right", 5, "53085002", "Right ventricle of heart"),
        row("aorta", 6, "15825003", "Aorta"),
        row("iliac_artery_left", 7, "73634005", "Common iliac artery", LEFT),
        row("iliac_artery_right", 8, "73634005", "Common iliac artery", RIGHT),
        row("iliac_vena_left", 9, "46027005", "Common iliac vein", LEFT),
        row("iliac_vena_right", 10, "46027005", "Common iliac vein", RIGHT),
        row("inferior_vena_cava", 11, "64131007", "Inferior vena cava"),
        row(
            "portal_splenic_vein",
            12,
            "110765007",
            "Portal vein and splenic vein",
            key="portal_vein_and_splenic_vein",
        ),
        row("pulmonary_artery", 13, "81040000", "Pulmonary artery"),
    ],
    "parts of the skeleton": [
        row("vertebra_C1", 1, "14806007", "C1 vertebra", key="vertebrae_C1"),
        row("vertebrae_T12", 2, "23215003", "T12 vertebra"),
        row("vertebra_L6", 3, "1156198008", "L6 vertebra", key="vertebrae_L6"),
        row("rib_left_1", 4, "48535007", "First rib", LEFT),
        row("rib_right_12", 5, "43993008", "Twelfth rib", RIGHT),
        row("rib_right_13", 6, "1193560003", "Thirteenth rib", RIGHT, key="other:rib-right-13"),
        row("clavicle_left", 7, "51299004", "Clavicle", LEFT, key="clavicula_left"),
        row("femur_right", 8, "71341001", "Femur", RIGHT),
        row("hip_left", 9, "29836001", "Hip", LEFT),
        row("scapula_right", 10, "79601000", "Scapula", RIGHT),
        row("tibia_left", 11, "12611008", "Tibia", LEFT, key="other:tibia-left"),
        row("sacrum", 12, "54735007", "Sacrum"),
        row("skull", 13, "89546000", "Skull"),
    ],
    "muscles, fat and bowel": [
        row("autochthon_left", 1, "244849004", "Deep muscle of back", LEFT),
        row("gluteus_maximus_right", 2, "206007", "Gluteus maximus muscle", RIGHT),
        row("gluteus_minimus_left", 3, "75297007", "Gluteus minimus muscle", LEFT),
        row("iliopsoas_right", 4, "68455001", "Iliopsoas muscle", RIGHT),
        row("skeletal_muscle", 5, "127954009", "Skeletal muscle structure"),
        ("subcutaneous_fat", 6, TISSUE, ("67769002", "SCT", "Subcutaneous fat"), None, "subcutaneous_fat"),
        ("visceral_fat", 7, TISSUE, ("725273006", "SCT", "Adipose tissue of abdomen"), None, "other:visceral-fat"),
        row("colon", 8, "71854001", "Colon structure"),
        row("small_bowel", 9, "30315005", "Small intestinal structure"),
        row("spinal_chord", 10, "2748008", "Spinal cord", key="spinal_cord"),
    ],
}


@pytest.mark.parametrize("kind", ["binary", "labelmap"])
@pytest.mark.parametrize("model", MODELS)
def test_every_structure_is_recognised_and_lies_where_the_nifti_says(model: str, kind: str, tmp_path: Path) -> None:
    grid = (straight if model == "clin_ct_organs" else oblique)((6, 16, 14))
    rows = MODELS[model]
    drawn = ITK.DICOMOrient(image(grid, scattered(grid, [number for _, number, *_ in rows])), "RAS")
    described = [attributes(number, label, category, type_, side) for label, number, category, type_, side, _ in rows]
    ct = write_ct(grid, tmp_path / "ct")
    path = write_dcmqi([drawn], [described], ct, "--segmentationType", kind, suffix=".nii.gz")
    read = read_seg(path, grid, FRAME)
    assert read.grid is grid
    assert read.notices == ()
    found = {segment.label: segment for segment in read.segments}
    assert {label: segment.structure.key for label, segment in found.items()} == {row[0]: row[5] for row in rows}
    for label, number, _, _, modifier, _ in rows:
        expected = "left" if "left" in label else "right" if "right" in label else None
        assert found[label].structure.side in ({expected, None} if modifier is None else {expected})
        assert same_places(places_in_map(read, found[label].number), places_in_image(drawn, number))


def test_what_is_not_known_keeps_its_own_name_side_and_colour(tmp_path: Path) -> None:
    grid = straight((3, 8, 8))
    described = attributes(1, "tibia_left", ANATOMY, ("12611008", "SCT", "Tibia"), LEFT)
    described["recommendedDisplayRGBValue"] = [0, 144, 158]
    labels = np.zeros(grid.shape, np.uint8)
    labels[1, 2:4, 2:4] = 1
    path = write_dcmqi([image(grid, labels)], [[described]], write_ct(grid, tmp_path / "ct"))
    (segment,) = read_seg(path, grid).segments
    structure = segment.structure
    assert (structure.english, structure.german, structure.side) == ("tibia_left", "tibia_left", "left")
    assert structure.colour == pytest.approx((0, 144, 158), abs=1)
