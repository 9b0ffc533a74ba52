"""The baseline: one examination fetched frame by frame over DICOMweb, as viewers of the field do it.

Metadata of both series, then every frame, six connections, decoded in the page, nothing drawn. The page is served by
Orthanc itself, so that no proxy of ours slows the baseline down.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from playwright.sync_api import Browser

FETCH_AND_DECODE: Final = """
async ({study, series, connections}) => {
  const started = performance.now();
  const jobs = [];
  let requests = 0;
  for (const uid of series) {
    const answer = await fetch(`/dicom-web/studies/${study}/series/${uid}/metadata`,
                               {headers: {Accept: 'application/dicom+json'}});
    requests += 1;
    for (const instance of await answer.json()) {
      const frames = Number(instance['00280008']?.Value?.[0] ?? 1);
      for (let frame = 1; frame <= frames; frame += 1) jobs.push({
        url: `/dicom-web/studies/${study}/series/${uid}/instances/${instance['00080018'].Value[0]}/frames/${frame}`,
        pixels: instance['00280010'].Value[0] * instance['00280011'].Value[0],
        slope: Number(instance['00281053']?.Value?.[0] ?? 1),
        intercept: Number(instance['00281052']?.Value?.[0] ?? 0)});
    }
  }
  const metadataMs = performance.now() - started;
  let bytes = 0, next = 0, firstFrameMs = null;
  const kept = [];
  const headerEnd = (body) => {
    for (let i = 0; i + 3 < body.length; i += 1)
      if (body[i] === 13 && body[i + 1] === 10 && body[i + 2] === 13 && body[i + 3] === 10) return i + 4;
    throw new Error('no part header');
  };
  const worker = async () => {
    while (next < jobs.length) {
      const job = jobs[next]; next += 1;
      const answer = await fetch(job.url, {headers: {Accept: 'multipart/related; type="application/octet-stream"'}});
      if (!answer.ok) throw new Error(`${answer.status} for a frame`);
      const body = new Uint8Array(await answer.arrayBuffer());
      requests += 1; bytes += body.length;
      const start = headerEnd(body);
      const stored = new Int16Array(body.slice(start, start + job.pixels * 2).buffer);
      const values = new Float32Array(stored.length);
      for (let i = 0; i < stored.length; i += 1) values[i] = stored[i] * job.slope + job.intercept;
      kept.push(values);
      firstFrameMs ??= performance.now() - started;
    }
  };
  await Promise.all(Array.from({length: connections}, worker));
  return {seconds: (performance.now() - started) / 1000, metadata_s: metadataMs / 1000,
          first_frame_s: firstFrameMs / 1000, frames: kept.length, requests, megabytes: bytes / 1e6};
}
"""


@dataclass(frozen=True, slots=True)
class OrthancLogin:
    """Where the archive answers and with which credentials."""

    url: str
    user: str
    password: str


def fetch_one_examination(browser: Browser, archive: OrthancLogin, study: str, series: list[str]) -> dict[str, float]:
    """Return seconds and counts for one examination, cold cache."""
    context = browser.new_context(http_credentials={"username": archive.user, "password": archive.password})
    try:
        page = context.new_page()
        page.goto(f"{archive.url}/system")
        result: dict[str, float] = page.evaluate(FETCH_AND_DECODE, {"study": study, "series": series, "connections": 6})
        return result
    finally:
        context.close()
