from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from totalpetview.web.api import openapi_text
from totalpetview.web.database import database_settings
from totalpetview.web.messages import MESSAGES

CONTRACT = Path(__file__).resolve().parents[3] / "contracts" / "openapi.json"


def test_the_description_of_the_api_is_current() -> None:
    """Otherwise: totalpetview web --openapi > contracts/openapi.json"""
    assert json.loads(CONTRACT.read_text()) == json.loads(openapi_text())


def test_every_operation_says_what_it_answers_and_how_it_refuses() -> None:
    described: dict[str, Any] = json.loads(openapi_text())
    names = []
    for path, methods in described["paths"].items():
        for method, operation in methods.items():
            names.append(operation["operationId"])
            good = [code for code in operation["responses"] if code.startswith("2")]
            assert len(good) == 1, (method, path)
            assert operation["responses"][good[0]]["content"]["application/json"]["schema"], (method, path)
    assert len(names) == len(set(names))


@pytest.mark.django_db
def test_the_tables_are_those_of_the_models() -> None:
    call_command("makemigrations", "--check", "--dry-run", verbosity=0)


def test_every_message_is_there_in_both_languages_with_the_same_values() -> None:
    import string

    for code, (english, german) in MESSAGES.items():
        fields = [{name for _, name, _, _ in string.Formatter().parse(text) if name} for text in (english, german)]
        assert fields[0] == fields[1], code
        assert english.strip()
        assert german.strip()


def test_sqlite_waits_for_other_writers_and_lets_readers_pass() -> None:
    chosen = database_settings("sqlite:////data/my folder/a.sqlite3")
    assert chosen["NAME"] == "/data/my folder/a.sqlite3"
    assert chosen["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
    assert "journal_mode=WAL" in chosen["OPTIONS"]["init_command"]


def test_postgresql_by_address() -> None:
    chosen = database_settings("postgresql://pet:s%40cret@db.example:5433/petview?sslmode=require")
    assert chosen["ENGINE"].endswith("postgresql")
    assert (chosen["USER"], chosen["PASSWORD"], chosen["HOST"], chosen["PORT"], chosen["NAME"]) == (
        "pet", "s@cret", "db.example", "5433", "petview",
    )  # fmt: skip
    assert chosen["OPTIONS"] == {"sslmode": "require"}


def test_other_databases_are_refused() -> None:
    with pytest.raises(ValueError, match="sqlite:/// or postgresql://"):
        database_settings("mysql://x/y")
