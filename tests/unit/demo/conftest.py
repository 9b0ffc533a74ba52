from pathlib import Path

import pytest

from totalpetview.demo import DemoExamination, DemoSize, DemoTruth, build_examination, demo_truth, write_demo_patient


@pytest.fixture(scope="session")
def tiny_examinations() -> list[DemoExamination]:
    return [build_examination(index, DemoSize.TINY) for index in range(4)]


@pytest.fixture(scope="session")
def truth() -> DemoTruth:
    return demo_truth(DemoSize.TINY)


@pytest.fixture(scope="session")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("demo-patient")
    write_demo_patient(folder, DemoSize.TINY, labels=True)
    return folder
