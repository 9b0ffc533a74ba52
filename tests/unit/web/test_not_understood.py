"""A series of which only the arrival is known has no facts yet: it cannot be asked for, and nothing breaks on it."""

from __future__ import annotations

import pytest
from django.test import Client

from totalpetview.web.archive.catalogue import DjangoCatalogue
from totalpetview.web.archive.models import Series

pytestmark = pytest.mark.django_db


def test_preparing_a_series_that_is_not_understood_yet_is_refused_as_unknown(
    uploading: Client, catalogue: DjangoCatalogue
) -> None:
    catalogue.series_arriving("archive-id", "1.2.3.4", 3)
    key = Series.objects.get(series_uid="1.2.3.4").key
    for answer in (uploading.post(f"/api/series/{key}/prepare"), uploading.delete(f"/api/series/{key}/prepare")):
        assert answer.status_code == 404
        assert answer.json()["code"] == "no-such-series"
