"""What tissues look like in CT (Hounsfield units) and in FDG PET (SUVbw)."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Tissue:
    """One kind of matter.

    Attributes
    ----------
    hu, contrast_hu
        Without contrast medium, and in the portal venous phase.
    suv
        FDG uptake one hour after injection, SUVbw.
    texture_hu, texture_mm
        Deviation and size of the lumps of the CT texture.
    texture_suv
        Relative deviation of uptake with the same lumps.
    """

    hu: float
    contrast_hu: float
    suv: float
    texture_hu: float = 0.0
    texture_mm: float = 6.0
    texture_suv: float = 0.0


def plain(hu: float, suv: float, texture_hu: float = 0.0, texture_mm: float = 6.0, texture_suv: float = 0.0) -> Tissue:
    """Return a tissue that takes up no contrast medium."""
    return Tissue(hu, hu, suv, texture_hu, texture_mm, texture_suv)


AIR = plain(-1000, 0.0)
SKIN = Tissue(25, 35, 0.7)
FAT = plain(-103, 0.25, 9, 14)
DEEP_FAT = Tissue(-103, -98, 0.35, 12, 9)
MUSCLE = Tissue(52, 62, 0.65, 16, 7, 0.08)
LUNG = plain(-860, 0.45, 28, 9, 0.1)
BRONCHUS_WALL = plain(-150, 0.9)
BLOOD = Tissue(42, 155, 1.65)
VENOUS_BLOOD = Tissue(42, 140, 1.65)
PORTAL_BLOOD = Tissue(41, 168, 1.65)
MYOCARDIUM = Tissue(45, 105, 4.6, 4, 6, 0.08)
RIGHT_MYOCARDIUM = Tissue(45, 100, 2.2, 4, 6, 0.08)
LIVER = Tissue(57, 108, 2.25, 5, 7, 0.05)
SPLEEN = Tissue(50, 120, 1.9, 5, 7, 0.05)
PANCREAS = Tissue(40, 96, 1.8, 16, 5, 0.1)
ADRENAL = Tissue(30, 80, 1.7)
KIDNEY_CORTEX = Tissue(34, 195, 4.5, 6, 6)
KIDNEY_MEDULLA = Tissue(30, 160, 4.0, 6, 5)
RENAL_PELVIS = plain(6, 26.0)
SINUS_FAT = plain(-90, 1.5)
URINE = plain(4, 34.0)
BLADDER_WALL = Tissue(35, 60, 3.0)
BILE = plain(8, 0.7)
GALLBLADDER_WALL = Tissue(30, 70, 1.0)
STOMACH_WALL = Tissue(40, 90, 2.4, 6, 5, 0.1)
STOMACH_CONTENT = plain(22, 0.9, 22, 12)
BOWEL_WALL = Tissue(38, 92, 1.9, 8, 6, 0.2)
COLON_WALL = Tissue(38, 85, 1.8, 8, 6, 0.25)
STOOL = plain(25, 1.0, 70, 7)
CHYME = plain(18, 1.2, 12, 8)
BOWEL_GAS = plain(-950, 0.3)
UTERUS = Tissue(48, 105, 1.8, 8, 8)
GLAND = Tissue(20, 35, 0.8, 45, 9)
THYROID = Tissue(95, 170, 1.7, 6, 4)
SALIVARY = Tissue(20, 45, 2.2, 14, 5)
TONSIL = Tissue(45, 80, 4.2)
OESOPHAGUS = Tissue(40, 70, 2.1)
CARTILAGE = plain(115, 0.6, 35, 5)
CORTICAL_BONE = plain(820, 0.7, 60, 5)
THIN_CORTEX = plain(520, 0.9, 60, 5)
MARROW = plain(205, 1.75, 55, 4, 0.08)
VERTEBRAL_MARROW = plain(185, 2.0, 45, 4, 0.06)
LIMB_MARROW = plain(5, 0.7, 40, 7)
DISC = plain(88, 0.7, 8, 5)
SPINAL_FLUID = plain(8, 0.9)
SPINAL_CORD = plain(38, 2.2)
TABLE_SHELL = plain(-60, 0.0)
TABLE_FOAM = plain(-950, 0.0)
SKULL_TABLE = plain(980, 0.6, 70, 5)
DIPLOE = plain(480, 1.1, 90, 4)
GREY_MATTER = plain(39, 9.8, 1.5, 4)
WHITE_MATTER = plain(29, 4.2, 1.5, 5)
DEEP_GREY = plain(41, 10.0, 1.5, 4)
CEREBELLUM = plain(37, 7.6, 3, 4)
BRAINSTEM = plain(33, 5.5)
CEREBRAL_FLUID = plain(7, 1.0)
EYE = plain(18, 0.6)
LENS = plain(75, 0.6)
EYE_MUSCLE = plain(55, 3.8)
TOOTH = plain(1900, 0.4, 250, 5)
MUCOSA = plain(45, 1.9)
SMALL_VESSEL = Tissue(-20, 40, 0.6)
LUNG_VESSEL = Tissue(40, 120, 0.95)
TUMOUR = Tissue(40, 85, 1.0, 10, 6, 0.06)
HEPATIC_METASTASIS = Tissue(38, 62, 1.0, 8, 6, 0.05)
NODE = Tissue(40, 80, 1.0)
LYTIC_BONE = plain(70, 1.0, 40, 6)
MASTOID_CELLS = plain(-350, 0.5, 350, 4)
