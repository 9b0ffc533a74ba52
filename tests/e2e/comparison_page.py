"""The comparison page as a test sees it: panes, their pixels, what is under the crosshair."""

from __future__ import annotations

import base64
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt
from playwright.sync_api import Page

from tests.e2e.reference_picture import Floats, pane_points_mm

_PATIENCE_S: Final = 120.0
_TROUBLE: Final = "document.querySelector('main > [role=alert]') !== null"

READ_PANE: Final = """
(index) => {
  const pane = window.__tpv.readPane(index);
  let text = '';
  for (let at = 0; at < pane.pixels.length; at += 32768)
    text += String.fromCharCode(...pane.pixels.subarray(at, at + 32768));
  return {width: pane.width, height: pane.height, pixels: btoa(text)};
}
"""


@dataclass(frozen=True, slots=True)
class ComparisonPage:
    """One open comparison."""

    page: Page

    def wait_until(self, expression: str) -> None:
        """Wait until a JavaScript expression is true (asked from outside: the page's policy forbids `eval`)."""
        deadline = time.monotonic() + _PATIENCE_S
        while not self.page.evaluate(expression):
            if time.monotonic() > deadline:
                raise TimeoutError(f"never true: {expression}")
            self.page.wait_for_timeout(50)

    def wait_until_complete(self) -> None:
        """Wait until every examination is at full resolution; fail at once when the page says that it cannot."""
        self.wait_until(f"performance.getEntriesByName('tpv:complete').length > 0 || {_TROUBLE}")
        assert not self.page.evaluate(_TROUBLE), self.page.locator("[role=alert]").all_inner_texts()

    def show(self, *contents: str, plane: str = "axial") -> None:
        """Show these rows ("ct", "pet", "fused", "mip", "overlay"), as the row menu does."""
        rows = [{"id": f"{content}-any", "content": content, "plane": plane} for content in contents]
        self.set(rows=rows, plane=plane, maximised=None)
        self.wait_until(f"window.__tpv.engineState().panes.length % {len(rows)} === 0")
        self.page.wait_for_timeout(200)

    def set(self, **change: Any) -> None:
        """Change how the comparison is looked at."""
        self.page.evaluate("(change) => window.__tpv.setState(change)", change)
        self.page.evaluate("() => window.__tpv.drawNow(true)")

    def state(self) -> dict[str, Any]:
        """Return how the comparison is looked at."""
        state: dict[str, Any] = self.page.evaluate("() => JSON.parse(JSON.stringify(window.__tpv.state()))")
        return state

    def panes(self) -> list[dict[str, Any]]:
        """Return all panes with what is drawn in them."""
        panes: list[dict[str, Any]] = self.page.evaluate("() => window.__tpv.engineState().panes")
        return panes

    def pane(self, row: int, column: int) -> dict[str, Any]:
        """Return the pane of a row and a column."""
        return next(pane for pane in self.panes() if (pane["row"], pane["column"]) == (row, column))

    def pixels(self, pane: dict[str, Any]) -> npt.NDArray[np.uint8]:
        """Return the pane's colours [height, width, 3], first row at the top."""
        answer = self.page.evaluate(READ_PANE, pane["index"])
        colours = np.frombuffer(base64.b64decode(answer["pixels"]), np.uint8)
        return colours.reshape(answer["height"], answer["width"], 4)[..., :3]

    def put_crosshair(self, common_mm: Sequence[float]) -> None:
        """Put the crosshair at a point of the common space."""
        self.page.evaluate("(point) => window.__tpv.setCrosshair(point)", list(common_mm))
        self.page.evaluate("() => window.__tpv.drawNow(true)")

    def to_common(self, column: int) -> Floats:
        """Return the 4x4 matrix from a time point's own mm to the common space."""
        return np.array(self.state()["placements"][column]["toCommon"], float).reshape(4, 4)

    def points_mm(self, pane: dict[str, Any]) -> Floats:
        """Return the time point's own mm of every pixel of a slice pane, [height, width, 3]."""
        view = pane["spec"]["view"]
        size = (pane["spec"]["rect"]["width"], pane["spec"]["rect"]["height"])
        common = pane_points_mm(view["centre_mm"], view["right"], view["down"], view["mm_per_pixel"], size)
        own = np.linalg.inv(self.to_common(pane["column"]))
        points: Floats = common @ own[:3, :3].T + own[:3, 3]
        return points
