"""Organs of four examinations in real Chromium: how soon they are seen, what hiding and scrolling them costs."""

from __future__ import annotations

from typing import Any, Final

from playwright.sync_api import Page

from tests.bench.comparison_in_browser import scrolled_frames_per_second

_PATIENCE_S: Final = 60.0
#: for a program that is started and computes
_COMPUTING_PATIENCE_S: Final = 900.0
_POLL_MS: Final = 10
_TOGGLES: Final = 10

#: notes when the labels that every column can draw are there, coarse and whole; the pixels of a picture are waited for
WATCH: Final = """
() => {
  const hook = window.__tpv;
  const seen = window.__organs = {};
  const began = performance.now();
  const look = () => {
    const columns = hook.organs()?.columns ?? [];
    const all = (is) => columns.length === 4 && columns.every((one) => one.map && is(one.labels));
    const note = (name, is) => {
      if (seen[name] || !all(is)) return;
      hook.drawNow(true);
      seen[name] = (performance.now() - began) / 1000;
      seen.drawn = columns.map((one) => one.visible.length);
    };
    note('visible_s', (labels) => labels.coarse || labels.complete);
    note('complete_s', (labels) => labels.complete);
    if (!seen.complete_s) setTimeout(look, 5);
  };
  document.querySelector('button[title^="Organs"]').click();
  look();
}
"""

#: presses the button and notes when the organs that were found are drawn from all of their labels
FIND: Final = """
(text) => {
  const hook = window.__tpv;
  const seen = window.__found = {};
  const began = performance.now();
  const look = () => {
    const [column] = hook.organs()?.columns ?? [];
    if (column?.run?.state === 'failed') seen.failed = JSON.stringify(column.run);
    else if (column?.map && column.labels.complete && column.visible.length > 0) {
      hook.drawNow(true);
      seen.seconds = (performance.now() - began) / 1000;
      seen.drawn = column.visible.length;
    } else setTimeout(look, 20);
  };
  [...document.querySelectorAll('aside button')].find((one) => one.textContent.trim() === text).click();
  look();
}
"""

#: hides and shows one organ; counts the frames until a picture of it was drawn, and what the picture takes without that
TOGGLE: Final = """
async ({times, organ}) => {
  const hook = window.__tpv;
  const frame = () => new Promise((done) => requestAnimationFrame(done));
  const drawn = [];
  const frames = [];
  for (let n = 0; n < times; n += 1) {
    drawn.push(hook.drawNow(true));
    const before = hook.engineState().frames;
    hook.setOrganLook({hidden: n % 2 ? [] : [organ]});
    let count = 0;
    while (hook.engineState().frames === before && count < 60) { await frame(); count += 1; }
    frames.push(count);
  }
  hook.setOrganLook({hidden: []});
  return {frames_until_drawn: Math.max(...frames), one_picture_ms: drawn.sort((a, b) => a - b)[times >> 1]};
}
"""


def organs_found(page: Page) -> dict[str, Any]:
    """Have the organs of the one examination that is open computed (6 mm); return seconds from the button to them."""
    page.get_by_role("button", name="Organs", exact=True).click()
    page.get_by_role("radio", name="6 mm").check()
    page.get_by_role("button", name="Start", exact=True).wait_for()
    page.evaluate(FIND, "Start")
    for _ in range(round(_COMPUTING_PATIENCE_S)):
        seen: dict[str, Any] = page.evaluate("() => window.__found")
        if "failed" in seen:
            raise RuntimeError(f"no organs: {seen['failed']}")
        if "seconds" in seen:
            return seen
        page.wait_for_timeout(1000)
    raise TimeoutError("the organs were never found")


def organs_appear(page: Page) -> dict[str, Any]:
    """Press the button on a complete comparison whose organ maps are ready; return seconds and organs by column."""
    page.evaluate(WATCH)
    for _ in range(round(_PATIENCE_S * 1000 / _POLL_MS)):
        seen: dict[str, Any] = page.evaluate("() => window.__organs")
        if "complete_s" in seen:
            return seen
        page.wait_for_timeout(_POLL_MS)
    raise TimeoutError("the organs never appeared")


def hiding_an_organ(page: Page, organ: str = "liver") -> dict[str, Any]:
    """Return after how many frames of the browser a hidden organ has left the pictures."""
    found: dict[str, Any] = page.evaluate(TOGGLE, {"times": _TOGGLES, "organ": organ})
    return found


def scrolled_with_and_without(page: Page) -> dict[str, Any]:
    """Scroll four fused panes with all labels and without any, in turns, in the same panes of 480x480."""
    rates: dict[str, list[float]] = {"with": [], "without": []}
    scrolled_frames_per_second(page, frames=20)  # sets the size of the panes
    for _ in range(2):
        for name, shown in (("without", False), ("with", True)):
            page.evaluate("(organsShown) => window.__tpv.setState({organsShown})", shown)
            page.wait_for_timeout(200)
            rates[name].append(scrolled_frames_per_second(page, frames=60)["frames_per_second"])
    return {
        "frames_per_second_with": rates["with"],
        "frames_per_second_without": rates["without"],
        "ratio": sum(rates["with"]) / sum(rates["without"]),
    }
