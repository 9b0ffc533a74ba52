"""What the pieces of durable work and their queues are called: the same for those who ask and those who do it."""

from __future__ import annotations

import hashlib
from typing import Final

#: of the steps and their order, not of the program: work that an older program began is taken over by a newer one
WORK_VERSION: Final = "1"
#: of a worker for all queues on the machine of the installation; see `executor_of` for others
EXECUTOR: Final = "worker"

CPU: Final = "cpu"
GPU: Final = "gpu"
QUEUES: Final = (CPU, GPU)

PREPARE: Final = "prepare_series"
SEGMENT: Final = "segment_organs"
IMPORT_MAP: Final = "import_organ_map"
COMPLETE_MAP: Final = "complete_organ_map"

FINISHED: Final = ("SUCCESS", "ERROR", "CANCELLED", "MAX_RECOVERY_ATTEMPTS_EXCEEDED")


def segmentation_id(volume_id: str, fingerprint: str) -> str:
    """Return the name of the work of computing the organs of a volume with these settings."""
    return f"segment:{volume_id}:{hashlib.sha256(fingerprint.encode()).hexdigest()[:16]}"


def executor_of(name: str) -> str:
    """Return how a worker is called that takes up its own work again after a crash, and nobody else's."""
    return f"{EXECUTOR}-{name}" if name else EXECUTOR


def name_of_executor(executor: str) -> str:
    """Return the name from which `executor_of` made it; of the one without a name what it is called."""
    return executor.removeprefix(f"{EXECUTOR}-")
