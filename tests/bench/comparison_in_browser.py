"""Four examinations in real Chromium: how soon, how smoothly, with how many requests and how much memory."""

from __future__ import annotations

from typing import Any, Final

import psutil
from playwright.sync_api import Browser, BrowserContext, Page

from tests.bench.process_memory import proportional_megabytes
from tests.running_server import RunningServer

_COMPLETE_TIMEOUT_MS: Final = 180_000
PANE_PIXELS: Final = 480
_POLL_MS: Final = 200

#: A mark is set when the drawing was asked for. What counts is when its pixels are there: one is read back.
PIXELS_ARE_THERE: Final = """
window.__shown = {};
new PerformanceObserver((list) => {
  for (const {name} of list.getEntries()) {
    if (!['tpv:first-fused', 'tpv:complete'].includes(name) || window.__shown[name]) continue;
    const gl = document.querySelector('canvas')?.getContext('webgl2');
    gl?.readPixels(0, 0, 1, 1, gl.RGBA, gl.UNSIGNED_BYTE, new Uint8Array(4));
    window.__shown[name] = performance.now();
  }
}).observe({entryTypes: ['mark']});
"""


def signed_in_context(browser: Browser, server: RunningServer, width: int, height: int) -> BrowserContext:
    """Return a browser context with an empty cache and the session of a signed-in person."""
    context = browser.new_context(viewport={"width": width, "height": height})
    with server.signed_in() as client:
        context.add_cookies(
            [{"name": cookie.name, "value": cookie.value or "", "url": server.url} for cookie in client.cookies.jar]
        )
    return context


def open_cold(page: Page, address: str) -> dict[str, Any]:
    """Open a comparison with an empty cache; return seconds from the navigation and the number of requests."""
    requests: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    page.add_init_script(PIXELS_ARE_THERE)
    # Like the baseline, from a page of the same origin that has loaded nothing of the application: the browser's
    # process for this origin runs, its cache is empty.
    page.goto(f"{address.partition('/compare')[0]}/api/session")
    requests.clear()
    page.goto(address, wait_until="commit")
    for _ in range(_COMPLETE_TIMEOUT_MS // _POLL_MS):
        if page.evaluate("() => window.__shown?.['tpv:complete'] ?? null"):
            break
        page.wait_for_timeout(_POLL_MS)
    else:
        raise TimeoutError("the comparison never became complete")
    first, complete = (page.evaluate(f"() => window.__shown['{name}']") for name in ("tpv:first-fused", "tpv:complete"))
    return {"first_fused_s": first / 1000, "complete_s": complete / 1000, "requests": len(requests)}


def browser_memory_mb(browser_pid: int) -> float:
    """Return what all processes of the browser hold, in MB."""
    return proportional_megabytes(browser_pid)


def browser_pid() -> int:
    """Return the process id of the Chromium that this process started."""
    candidates = [
        process
        for process in psutil.Process().children(recursive=True)
        if "chrom" in process.name() and not any(word.startswith("--type=") for word in process.cmdline())
    ]
    return min(candidates, key=lambda process: process.create_time()).pid


#: one row of fused axial panes, as the toolbar's row menu would set it
ONLY_FUSED_AXIAL: Final = """
() => window.__tpv.setState({
  rows: [{id: 'fused-any', content: 'fused', plane: 'axial'}], plane: 'axial', maximised: null})
"""

PANE_SIZES: Final = """
() => window.__tpv.engineState().panes.map((pane) => [pane.rect.width, pane.rect.height])
"""

#: turns the wheel once for each picture drawn; ends when the pixels of the last one are there
SCROLL: Final = """
async ({frames}) => {
  const hook = window.__tpv;
  const canvas = document.querySelector('canvas');
  const box = canvas.getBoundingClientRect();
  const frame = () => new Promise((done) => requestAnimationFrame(done));
  const wheel = (deltaY) => document.elementFromPoint(box.left + 200, box.top + 200).dispatchEvent(new WheelEvent(
    'wheel', {deltaY, bubbles: true, cancelable: true, clientX: box.left + 200, clientY: box.top + 200}));
  hook.drawNow(true);
  const before = hook.engineState().frames;
  const start = hook.state().crosshair[2];
  const started = performance.now();
  let travelled = 0;
  for (let n = 0; n < frames; n += 1) {
    wheel(n % 40 < 20 ? 100 : -100);
    await frame();
    travelled = Math.max(travelled, Math.abs(hook.state().crosshair[2] - start));
  }
  hook.drawNow(true);
  const seconds = (performance.now() - started) / 1000;
  return {frames: hook.engineState().frames - before - 1, seconds, travelled_mm: travelled};
}
"""


def scrolled_frames_per_second(page: Page, frames: int = 100) -> dict[str, Any]:
    """Scroll all columns in step in panes of at least 480x480; every frame's pixels are waited for.

    Raises
    ------
    RuntimeError
        The wheel moved nothing: the figure would be of standing pictures.
    """
    page.evaluate(ONLY_FUSED_AXIAL)
    page.wait_for_timeout(500)
    sizes = page.evaluate(PANE_SIZES)
    smallest = min(min(width, height) for width, height in sizes)
    viewport = page.viewport_size
    if viewport and smallest != PANE_PIXELS:
        width, height = sizes[0]
        page.set_viewport_size(
            {
                "width": viewport["width"] + round((PANE_PIXELS - width) * len(sizes)),
                "height": viewport["height"] + round(PANE_PIXELS - height),
            }
        )
        page.wait_for_timeout(500)
        sizes = page.evaluate(PANE_SIZES)
    result: dict[str, Any] = page.evaluate(SCROLL, {"frames": frames})
    if result["travelled_mm"] < 1 or result["frames"] < frames / 2:
        raise RuntimeError(f"the wheel did not scroll: {result}")
    return result | {"frames_per_second": result["frames"] / result["seconds"], "panes": sizes}
