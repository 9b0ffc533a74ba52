"""`script/bench`: the speed of the product as ratios to a baseline measured in the same run.

A run with the demo patient of clinical size takes some ten minutes on two cores; `--size small` tries the bench itself.
"""

from __future__ import annotations

import argparse
import datetime as dt
import statistics
import sys
import tempfile
from pathlib import Path
from typing import Final

import pydicom
from playwright.sync_api import Browser

from tests.bench import archive_rates, organs
from tests.bench.browser_baseline import OrthancLogin, fetch_one_examination
from tests.bench.comparison_in_browser import (
    browser_memory_mb,
    browser_pid,
    open_cold,
    scrolled_frames_per_second,
    signed_in_context,
)
from tests.bench.report import Report, Row
from tests.chromium import running_chromium
from tests.running_server import RunningServer, running_server

ROOT: Final = Path(__file__).resolve().parents[2]
_TIME_POINTS: Final = 4
_SERIES_OF_AN_EXAMINATION: Final = 2
_REPEATS: Final = 3


def main() -> int:
    """Run all parts; the exit status is 0 also where a bound is missed: the table says it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", default="clinical", choices=["clinical", "small", "tiny"])
    parser.add_argument("--output", type=Path, default=ROOT / "bench-results")
    parser.add_argument("--skip-archive", action="store_true", help="leave out import and preparing")
    parser.add_argument("--skip-organs", action="store_true", help="leave out everything about organ maps")
    arguments = parser.parse_args()
    report = Report(arguments.size)
    with tempfile.TemporaryDirectory(prefix="totalpetview-bench-") as temporary:
        folder = Path(temporary)
        demo = folder / "demo"
        with running_server(folder / "main", settings=organs.settings()) as server:
            server.run("demo", demo, "--size", arguments.size, "--labels")
            labels = organs.set_apart(demo, folder / "labels")
            if not arguments.skip_archive:
                measure_import(report, demo, folder)
                measure_preparing(report, demo, folder)
            server.run("import", *examination_folders(demo))
            with server.signed_in() as client:
                examinations = server.prepared_examinations(client, _TIME_POINTS)
            with running_chromium() as browser:
                ids = [one["id"] for one in examinations]
                measure_browser(report, browser, server, demo, ids)
                if not arguments.skip_organs:
                    ct = examination_folders(demo)[0] / "CT"
                    organs.measure_segmentation(report, browser, server, ids[0], ct_folder=ct, work=folder)
                    organs.measure_organs(report, browser, server, organs.Truth(demo, labels), ids)
    print("\n" + report.table())
    stamp = dt.datetime.now(dt.UTC).strftime("%Y%m%dT%H%M%SZ")
    report.write(arguments.output / f"{stamp}.json")
    return 0


def measure_import(report: Report, demo: Path, folder: Path) -> None:
    """`totalpetview import` against plain sequential POSTs, each into an empty archive."""
    files = sorted(demo.rglob("*.dcm"))
    with running_server(folder / "posts") as server:
        baseline_s = archive_rates.sequential_posts(server, files)
    with running_server(folder / "import") as server:
        import_s = archive_rates.product_import(server, examination_folders(demo))
    report.detail("import", {"images": len(files), "sequential_posts_s": baseline_s, "import_s": import_s})
    report.add(Row(f"import of {len(files)} images / sequential POSTs", import_s / baseline_s, "", 1.3))


def measure_preparing(report: Report, demo: Path, folder: Path) -> None:
    """From the last image of one examination until it can be opened, against pydicom reading its pixels."""
    examination = examination_folders(demo)[0]
    reading_s = archive_rates.pydicom_reads_pixels(sorted(examination.rglob("*.dcm")))
    with running_server(folder / "prepare") as server, server.signed_in() as client:
        prepared = archive_rates.arrival_to_prepared(server, client, examination, _SERIES_OF_AN_EXAMINATION)
    report.detail("preparing one examination", prepared | {"pydicom_reads_pixels_s": reading_s})
    report.add(Row("one examination prepared after its last image / pydicom", prepared["volumes_s"] / reading_s, "", 3))


def measure_browser(report: Report, browser: Browser, server: RunningServer, demo: Path, ids: list[str]) -> None:
    """Open four examinations cold and scroll through them, against one examination frame by frame."""
    study, series = largest_pair(demo)
    archive = OrthancLogin(server.orthanc_url, *server.orthanc_login())
    baselines = [fetch_one_examination(browser, archive, study, series) for _ in range(_REPEATS)]
    baseline_s = statistics.median(one["seconds"] for one in baselines)
    report.detail("baseline: one examination frame by frame", baselines)
    query = "&".join(f"e={one}" for one in ids)
    opened = []
    for repeat in range(_REPEATS):
        # 4 x 480 pixels for the columns, and what the page needs around them
        context = signed_in_context(browser, server, 1920, 1080)
        page = context.new_page()
        opened.append(open_cold(page, f"{server.url}/compare?{query}"))
        if repeat == _REPEATS - 1:
            frames = scrolled_frames_per_second(page)
            memory_mb = browser_memory_mb(browser_pid())
        context.close()
    report.detail("four examinations opened cold", opened)
    first_s, complete_s = (statistics.median(one[name] for one in opened) for name in ("first_fused_s", "complete_s"))
    report.add(Row("four cold: first fused picture in all columns / baseline of one", first_s / baseline_s, "", 0.1))
    report.add(Row("four cold: everything at full resolution / baseline of one", complete_s / baseline_s, "", 1.5))
    report.add(Row("requests to open four", max(one["requests"] for one in opened), "requests", 100))
    report.detail("scrolling", frames)
    report.add(Row("four fused panes of 480x480 scrolled", frames["frames_per_second"], "frames/s", 8, at_most=False))
    report.add(Row("memory of all browser processes, four open", memory_mb / 1000, "GB", 3))


def examination_folders(demo: Path) -> list[Path]:
    """Return one folder an examination, in order of time; what else lies there is no image."""
    return [path for path in sorted(demo.iterdir()) if path.is_dir()]


def largest_pair(demo: Path) -> tuple[str, list[str]]:
    """Return the study of the first examination and its CT and PET series (scouts and captures left out)."""
    series: dict[str, tuple[str, int]] = {}
    examination = examination_folders(demo)[0]
    for path in examination.rglob("*.dcm"):
        header = pydicom.dcmread(path, stop_before_pixels=True, specific_tags=["StudyInstanceUID", "SeriesInstanceUID"])
        study, count = series.get(header.SeriesInstanceUID, (header.StudyInstanceUID, 0))
        series[header.SeriesInstanceUID] = (study, count + 1)
    largest = sorted(series, key=lambda uid: series[uid][1])[-_SERIES_OF_AN_EXAMINATION:]
    return series[largest[0]][0], largest


if __name__ == "__main__":
    sys.exit(main())
