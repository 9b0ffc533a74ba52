"""How the installation is doing."""

from __future__ import annotations

from typing import Literal

from ninja import Field, Schema


class InWork(Schema):
    """A series that is being prepared."""

    series: str = Field(description="opaque key")
    stage: Literal["reading", "building"]
    fraction: float = Field(description="0..1 within its stage")


class DicomNode(Schema):
    """Where scanners and a PACS send images to by C-STORE."""

    aet: str
    port: int


class Status(Schema):
    """Whether archive and worker answer, and what is on its way."""

    archive: Literal["up", "down"]
    worker: Literal["up", "down"]
    arriving: int = Field(description="series whose images are coming in or that wait for the worker")
    preparing: list[InWork]
    dicom: DicomNode | None = Field(description="null where DICOM reception is switched off")
    version: str
