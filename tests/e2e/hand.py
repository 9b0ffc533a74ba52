"""The hand on the comparison: where panes are on the page, what they show there, and dragging."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
from playwright.sync_api import Page

from tests.e2e.comparison_page import ComparisonPage

COLUMNS: Final = range(4)
#: how four examinations are shown at first
FRESH: Final = {
    "rows": [{"id": f"{content}-any", "content": content, "plane": "axial"} for content in ("fused", "mip")],
    "plane": "axial",
    "maximised": None,
    "tool": "crosshair",
    "ctWindow": {"centre": 40, "width": 400},
    "petRange": {"lo": 0, "hi": 7},
    "opacity": 0.5,
    "mipPlaying": False,
    "crosshairShown": True,
}


def pane_of(four: ComparisonPage, row: int, column: int) -> dict[str, Any]:
    four.page.evaluate("() => window.__tpv.drawNow(true)")
    return four.pane(row, column)


def views(four: ComparisonPage) -> list[dict[str, Any]]:
    return [pane_of(four, 0, column)["spec"]["view"] for column in COLUMNS]


def at(four: ComparisonPage, row: int, column: int, x: float = 0.5, y: float = 0.5) -> tuple[float, float]:
    """Return a place of a pane, as a fraction of its width and height, on whole pixels of the page."""
    box = four.page.locator(f'[data-pane="{pane_of(four, row, column)["id"]}"]').bounding_box()
    assert box
    return round(box["x"] + x * box["width"]), round(box["y"] + y * box["height"])


def drag(page: Page, start: tuple[float, float], by: tuple[float, float], button: Any = "left") -> None:
    page.mouse.move(*start)
    page.mouse.down(button=button)
    page.mouse.move(start[0] + by[0], start[1] + by[1], steps=4)
    page.mouse.up(button=button)


def common_point(four: ComparisonPage, row: int, column: int, client: tuple[float, float]) -> Any:
    """Return the point of the common space that a pane shows at a place of the page."""
    pane = pane_of(four, row, column)
    box = four.page.locator(f'[data-pane="{pane["id"]}"]').bounding_box()
    assert box
    view = pane["spec"]["view"]
    right = (client[0] - box["x"] - box["width"] / 2) * view["mm_per_pixel"]
    down = (client[1] - box["y"] - box["height"] / 2) * view["mm_per_pixel"]
    return np.array(view["centre_mm"]) + right * np.array(view["right"]) + down * np.array(view["down"])
