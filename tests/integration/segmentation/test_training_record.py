"""A checkpoint as the installed nnU-Net itself writes it, and one that was only built."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest
from tests.totalsegmentator import totalsegmentator_venv

from totalpetview.segmentation.training_record import trained_epochs

pytestmark = pytest.mark.slow

#: nnU-Net's own `save_checkpoint` and logger, on a network of one layer after one step
_PROGRAM = """
import sys, torch
from types import SimpleNamespace
from nnunetv2.training.nnUNetTrainer.nnUNetTrainer import nnUNetTrainer
from nnunetv2.training.logging.nnunet_logger import nnUNetLogger
network = torch.nn.Conv3d(1, 2, 3)
optimiser = torch.optim.SGD(network.parameters(), 0.01, momentum=0.99, nesterov=True)
network(torch.ones(1, 1, 4, 4, 4)).sum().backward()
optimiser.step()
logger = nnUNetLogger()
for epoch in range(3):
    for key in logger.my_fantastic_logging:
        if key != "ema_fg_dice":
            logger.log(key, 0.5, epoch)
trainer = SimpleNamespace(
    local_rank=0, disable_checkpointing=False, is_ddp=False, network=network, optimizer=optimiser, grad_scaler=None,
    logger=logger, _best_ema=0.5, current_epoch=3999, my_init_kwargs={"plans": {}, "fold": 0},
    inference_allowed_mirroring_axes=None,
)
nnUNetTrainer.save_checkpoint(trainer, sys.argv[1])
torch.save({"network_weights": network.state_dict(), "optimizer_state": None, "logging": {}, "current_epoch": 0},
           sys.argv[2])
"""


def test_the_record_that_nnunet_writes_is_read_and_one_without_a_training_is_none(tmp_path: Path) -> None:
    trained, built = tmp_path / "checkpoint_final.pth", tmp_path / "built.pth"
    folders = dict.fromkeys(("nnUNet_raw", "nnUNet_preprocessed", "nnUNet_results"), str(tmp_path))
    subprocess.run(
        [totalsegmentator_venv() / "bin" / "python", "-W", "ignore", "-c", _PROGRAM, trained, built],
        check=True,
        capture_output=True,
        env={**os.environ, **folders},
    )
    assert trained_epochs(trained) == 4000
    assert trained_epochs(built) == 0
