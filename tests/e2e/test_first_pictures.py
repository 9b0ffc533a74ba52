"""The first pictures come from a few slices of each volume, and are those that whole coarse volumes would give."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import httpx
import numpy as np
import pytest
from playwright.sync_api import Page, Route

from tests.e2e.comparison_page import ComparisonPage

_FIRST = "performance.getEntriesByName('tpv:first-fused').length > 0"
_CHUNK = re.compile(r"^https?://[^/]+/volumes/([0-9a-f]{32})/(\d+)/c/")
OpenPage = Callable[..., Page]


def opened(open_page: OpenPage, ids: list[str], answer: Callable[[Route], None]) -> ComparisonPage:
    """Return the comparison, with requests for single volumes answered as said."""
    page = open_page("/api/session")
    page.route(_CHUNK, answer)
    page.goto(page.url.replace("/api/session", "/compare?" + "&".join(f"e={one}" for one in ids)))
    return ComparisonPage(page)


@pytest.fixture
def ids(demo_examinations: list[dict[str, Any]]) -> list[str]:
    return [one["id"] for one in demo_examinations]


@pytest.fixture
def only_the_first_slices(open_page: OpenPage, ids: list[str]) -> ComparisonPage:
    """Return a comparison for which the server never answers anything but the first request."""
    comparison = opened(open_page, ids, lambda _route: None)
    comparison.wait_until(f"{_FIRST} && window.__tpv !== undefined")
    return comparison


@pytest.fixture
def only_coarse(open_page: OpenPage, ids: list[str], client: httpx.Client) -> ComparisonPage:
    """Return a comparison whose finer levels cannot be had."""
    answer = client.get("/api/comparisons", params={"examination": ids}).json()
    volumes = [volume for point in answer["time_points"] for volume in (point["ct"], point["pet"])]
    coarsest = {volume["id"]: len(volume["levels"]) - 1 for volume in volumes}

    def coarse_alone(route: Route) -> None:
        found = _CHUNK.search(route.request.url)
        if found is not None and int(found[2]) == coarsest.get(found[1], 0):
            route.continue_()
        else:
            route.fulfill(status=404)

    comparison = opened(open_page, ids, coarse_alone)
    comparison.wait_until(
        "(window.__tpv?.engineState().timePoints ?? [{}]).every(({ct, pet}) => ct?.coarse && pet?.coarse)"
    )
    return comparison


def fused(comparison: ComparisonPage, column: int) -> np.ndarray[Any, np.dtype[np.uint8]]:
    return comparison.pixels(comparison.pane(0, column))


def test_they_are_the_pictures_of_the_whole_coarse_volumes(
    only_the_first_slices: ComparisonPage, only_coarse: ComparisonPage
) -> None:
    for column in range(4):
        first = fused(only_the_first_slices, column)
        assert first.max() > 100, "the pane is dark: nothing would be compared"
        assert np.abs(first.astype(int) - fused(only_coarse, column)).max() <= 1


def test_a_picture_elsewhere_is_not_drawn_from_slices_that_are_not_there(only_the_first_slices: ComparisonPage) -> None:
    comparison = only_the_first_slices
    x, y, z = comparison.state()["crosshair"]
    comparison.put_crosshair([x, y, z + 300])
    for column in range(4):
        assert fused(comparison, column).max() == 0


@pytest.mark.parametrize(("width", "height"), [(1920, 1080), (1366, 768)])
def test_the_page_leaves_them_where_they_were(open_page: OpenPage, ids: list[str], width: int, height: int) -> None:
    page = open_page("/api/session", width, height)
    # where the canvas is when it is first in the document, and where it is in the end
    page.add_init_script("""
        document.addEventListener('DOMContentLoaded', () => new MutationObserver((_, self) => {
          const canvas = document.querySelector('canvas');
          if (!canvas) return;
          const {top, left, width, height} = canvas.getBoundingClientRect();
          window.__first = [left, top, width, height].map(Math.round);
          self.disconnect();
        }).observe(document.body, {childList: true, subtree: true}));
    """)
    page.goto(page.url.replace("/api/session", "/compare?" + "&".join(f"e={one}" for one in ids)))
    comparison = ComparisonPage(page)
    comparison.wait_until(f"{_FIRST} && window.__tpv !== undefined")
    before = page.evaluate("() => window.__first")
    assert before[2] == width
    now = page.evaluate("""() => {
        const {top, left, width, height} = document.querySelector('canvas').getBoundingClientRect();
        return [left, top, width, height].map(Math.round);
    }""")
    assert before == now
