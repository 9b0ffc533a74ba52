"""TotalSegmentator's configuration: no statistics, and a licence key that nobody else sees."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from totalpetview.cli import main
from totalpetview.domain.problem import Refusal
from totalpetview.segmentation.configuration import forget_licence, has_licence, keep_licence, write_configuration

KEY = "aca_12345678901234"


def test_usage_statistics_are_off_even_where_someone_switched_them_on(tmp_path: Path) -> None:
    (tmp_path / "config.json").write_text(
        json.dumps({"send_usage_stats": True, "license_number": KEY}), encoding="utf-8"
    )
    write_configuration(tmp_path)
    kept = json.loads((tmp_path / "config.json").read_text(encoding="utf-8"))
    assert kept["send_usage_stats"] is False
    assert kept["license_number"] == KEY


def test_a_key_is_kept_for_the_owner_only_and_can_be_forgotten(tmp_path: Path) -> None:
    home = tmp_path / "home"
    assert not has_licence(home)
    keep_licence(home, f"  {KEY}\n")
    assert has_licence(home)
    assert (home / "config.json").stat().st_mode & 0o777 == 0o600
    forget_licence(home)
    assert not has_licence(home)


@pytest.mark.parametrize("wrong", ["", "short", "aca_1234567890123 4", KEY + "x", "aca_1234567890123é"])
def test_what_is_no_key_is_refused_without_repeating_it(wrong: str, tmp_path: Path) -> None:
    with pytest.raises(Refusal) as refused:
        keep_licence(tmp_path, wrong)
    assert not wrong or wrong not in str(refused.value)
    assert not has_licence(tmp_path)


def test_the_command_line_keeps_a_key_and_prints_none(
    data_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TOTALPETVIEW_DATA", str(data_path))
    assert main(["segmentation", "licence", KEY]) == 0
    said = capsys.readouterr()
    assert KEY not in said.out + said.err
    assert has_licence(data_path / "totalsegmentator" / "home")
    assert main(["segmentation", "licence", "wrong"]) == 3
    assert main(["segmentation", "licence", "--remove"]) == 0
    assert not has_licence(data_path / "totalsegmentator" / "home")
