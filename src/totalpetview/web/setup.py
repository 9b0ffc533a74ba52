"""Bringing Django up, for the web server and for every other process that uses the catalogue."""
# ruff: noqa: PLC0415 - Django's modules can be imported only after it is configured

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from totalpetview.workflows.catalogue import Catalogue
    from totalpetview.workflows.organ_catalogue import OrganCatalogue
    from totalpetview.workflows.worker_register import WorkerRegister

SETTINGS = "totalpetview.web.settings"


def setup_django(data: Path | str | None = None) -> None:
    """Configure Django for the data folder `data` (default: as `DataFolder.open` chooses). May be called again."""
    import django
    from django.apps import apps

    if data is not None:
        os.environ["TOTALPETVIEW_DATA"] = str(Path(data).expanduser().absolute())
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS)
    if not apps.ready:
        django.setup()


def migrate() -> None:
    """Bring the database's tables up to date; makes the database when there is none. Idempotent."""
    setup_django()
    from django.core.management import call_command

    call_command("migrate", interactive=False, verbosity=0)


def open_catalogue() -> Catalogue:
    """Return the catalogue in the database, for the worker and for commands."""
    setup_django()
    from totalpetview.web.archive.catalogue import DjangoCatalogue

    return DjangoCatalogue()


def open_organ_catalogue() -> OrganCatalogue:
    """Return the part of the catalogue that is about organ maps."""
    setup_django()
    from totalpetview.web.organs.catalogue import DjangoOrganCatalogue

    return DjangoOrganCatalogue()


def open_worker_register() -> WorkerRegister:
    """Return the register of the workers at this database."""
    setup_django()
    from totalpetview.web.archive.workers import DjangoWorkerRegister

    return DjangoWorkerRegister()
