from __future__ import annotations

import argparse
import os
import threading
from types import SimpleNamespace

import pytest

from totalpetview import cli
from totalpetview.installation.thread_stacks import STACK_BYTES


def test_whatever_a_verb_does_has_room_for_linear_algebra_in_its_threads(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[object] = []

    def run(_: argparse.Namespace) -> int:
        seen.extend((threading.stack_size(), os.environ["RUST_MIN_STACK"]))
        return 0

    monkeypatch.setattr(cli, "command_of", lambda _: SimpleNamespace(HELP="", add_arguments=lambda _: None, run=run))
    monkeypatch.setenv("RUST_MIN_STACK", "0")
    before = threading.stack_size()
    try:
        assert cli.main(["doctor"]) == 0
    finally:
        threading.stack_size(before)
    assert seen == [STACK_BYTES, str(STACK_BYTES)]
