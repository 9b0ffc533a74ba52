"""Images brought in by the browser."""

from __future__ import annotations

from django.http import HttpRequest
from ninja import File, Router
from ninja.files import UploadedFile

from totalpetview.web.language import language_of
from totalpetview.web.refusals import REFUSALS
from totalpetview.web.uploads.schemas import Uploaded
from totalpetview.web.uploads.storing import store_uploaded

router = Router(tags=["uploads"])


@router.post("/uploads", response={200: Uploaded, **REFUSALS}, url_name="uploads", summary="Bring in images")
def upload(request: HttpRequest, files: File[list[UploadedFile]]) -> Uploaded:
    """Take DICOM files and zip archives of them. Each file is stored or refused by itself."""
    return store_uploaded(files, language_of(request))
