"""Finding patients as one types."""

from __future__ import annotations

from django.db.models import Prefetch, Q, QuerySet

from totalpetview.web.archive.models import Examination, Patient, Series
from totalpetview.web.archive.search_text import search_words

# descriptors are large and the list does not show them
_SERIES = Series.objects.defer("volume")


def found_patients(typed: str) -> QuerySet[Patient]:
    """Return the patients in which every typed word occurs, the newest examination first."""
    patients = Patient.objects.order_by("-newest_at", "id")
    for forms in search_words(typed):
        any_form = Q()
        for form in forms:
            any_form |= Q(search_text__contains=form)
        patients = patients.filter(any_form)
    return patients


def with_examinations(patients: QuerySet[Patient]) -> QuerySet[Patient]:
    """Return the same patients, their examinations and series fetched in two more queries."""
    return patients.prefetch_related(
        Prefetch("examinations", Examination.objects.prefetch_related(Prefetch("series", _SERIES)))
    )
