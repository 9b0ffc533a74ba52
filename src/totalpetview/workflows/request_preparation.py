"""Ask for work from another process than the worker: try again, cancel."""

from __future__ import annotations

import uuid

from dbos import DBOSClient

from totalpetview.workflows.work_names import CPU, PREPARE, WORK_VERSION


class PreparationRequests:
    """Writes requests into the workflow database; the worker finds them there. Safe to use from several threads."""

    def __init__(self, database_url: str) -> None:
        self._client = DBOSClient(system_database_url=database_url)

    def prepare_again(self, orthanc_id: str) -> None:
        """Prepare a series as it is in the archive now, whatever became of it before."""
        self._client.enqueue(
            {
                "queue_name": CPU,
                "workflow_name": PREPARE,
                "workflow_id": f"prepare:{orthanc_id}:again:{uuid.uuid4().hex[:8]}",
                "app_version": WORK_VERSION,
            },
            orthanc_id,
            None,
        )

    def cancel(self, orthanc_id: str) -> int:
        """Cancel what is asked for or under way for a series, from its next step on; returns how many."""
        under_way = self._client.list_workflows(
            workflow_id_prefix=f"prepare:{orthanc_id}:", status=["ENQUEUED", "PENDING"]
        )
        for each in under_way:
            self._client.cancel_workflow(each.workflow_id)
        return len(under_way)

    def close(self) -> None:
        """Close the database."""
        self._client.destroy()
