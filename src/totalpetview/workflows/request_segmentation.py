"""Ask for organ maps from another process than the worker."""

from __future__ import annotations

import uuid

from dbos import DBOSClient

from totalpetview.workflows.work_names import GPU, SEGMENT, WORK_VERSION, segmentation_id


class SegmentationRequests:
    """Writes requests into the workflow database; the worker finds them there. Safe to use from several threads."""

    def __init__(self, database_url: str) -> None:
        self._client = DBOSClient(system_database_url=database_url)

    def segment(self, key: str, volume_id: str, fingerprint: str) -> str:
        """Ask for a run; returns the name of the work. One that waits already is not asked for twice."""
        identity = segmentation_id(volume_id, fingerprint)
        known = self._client.list_workflows(workflow_ids=[identity])
        if known and known[0].status != "ENQUEUED":
            identity += f":{uuid.uuid4().hex[:8]}"
        self._client.enqueue(
            {"queue_name": GPU, "workflow_name": SEGMENT, "workflow_id": identity, "app_version": WORK_VERSION}, key
        )
        return identity

    def close(self) -> None:
        """Close the database."""
        self._client.destroy()
