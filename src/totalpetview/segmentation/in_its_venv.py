"""Runs TotalSegmentator once. Started as a script by the Python of TotalSegmentator's own virtual environment.

It imports nothing of this package, and is told what to do by one JSON object on standard input. On standard output it
writes one JSON object a line: {"event": "stage" | "part" | "fetched" | ... | "done" | "failed", ...}. Whatever
TotalSegmentator itself prints goes to standard error.
"""

from __future__ import annotations

import ctypes
import importlib
import json
import os
import signal
import sys
import tempfile
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

_PR_SET_PDEATHSIG = 1  # linux/prctl.h


class _Teller:
    """Writes events to the real standard output, which nobody else has any more."""

    def __init__(self) -> None:
        self._out = os.fdopen(os.dup(1), "w", encoding="utf-8")
        os.dup2(2, 1)

    def tell(self, event: str, **values: Any) -> None:  # noqa: ANN401 - JSON
        self._out.write(json.dumps({"event": event, **values}) + "\n")
        self._out.flush()


class _NotAllowed(Exception):
    """Something wanted to reach the network."""


def main() -> int:
    """Do one job."""
    teller = _Teller()
    job = json.loads(sys.stdin.readline())
    if not _die_with(int(job["parent"])):
        return 1
    _keep_off_the_network(job)
    try:
        _prepare(job)
        teller.tell("stage", stage="starting")
        if job["what"] == "ask":
            teller.tell("done", **_asked())
        else:
            teller.tell("done", **_segmented(job, teller))
    except BaseException as error:  # noqa: BLE001 - whatever it is, someone must be told
        _describe(error)
        teller.tell("failed", **_reason(error))
        return 1
    return 0


def _die_with(parent: int) -> bool:
    """Be killed when the parent ends, however it ends; return whether it is still there."""
    ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    return os.getppid() == parent


def _keep_off_the_network(job: dict[str, Any]) -> None:
    """Refuse every connection and name look-up, unless weights are to be downloaded."""

    def watch(event: str, arguments: tuple[Any, ...]) -> None:
        if event in {"socket.connect", "socket.getaddrinfo", "socket.gethostbyname", "socket.sendto"}:
            if event == "socket.connect" and isinstance(arguments[1], (str, bytes)):
                return  # a socket of this machine
            if not job.get("downloading"):
                raise _NotAllowed(event)

    sys.addaudithook(watch)


def _prepare(job: dict[str, Any]) -> None:
    os.environ["TOTALSEG_HOME_DIR"] = job["home"]
    os.environ["TOTALSEG_WEIGHTS_PATH"] = job["weights"]
    # before anything imports nnunetv2, which reads these at import
    for name in ("nnUNet_raw", "nnUNet_preprocessed", "nnUNet_results"):
        os.environ[name] = job["weights"]
    tempfile.tempdir = job["folder"]
    os.environ["TMPDIR"] = job["folder"]
    os.chdir(job["folder"])


def _asked() -> dict[str, Any]:
    torch = importlib.import_module("torch")
    metadata = importlib.import_module("importlib.metadata")
    return {
        "gpu": bool(torch.cuda.is_available()),
        "torch": torch.__version__,
        "version": metadata.version("TotalSegmentator"),
    }


def _segmented(job: dict[str, Any], teller: _Teller) -> dict[str, Any]:
    torch = importlib.import_module("torch")
    nibabel = importlib.import_module("nibabel")
    importlib.import_module("totalsegmentator.config").setup_nnunet()
    api = importlib.import_module("totalsegmentator.python_api")
    inner = importlib.import_module("totalsegmentator.nnunet")
    gpu = job["device"] != "cpu" and bool(torch.cuda.is_available())
    if job["device"] == "gpu" and not gpu:
        return _fail("segmentation-no-gpu")
    _download(job, teller)
    _keep_the_device(api)
    _listen(inner, teller)
    found = api.totalsegmentator(
        nibabel.load(job["ct"]),
        None,
        ml=True,
        task=job["task"],
        fast=job["mode"] == "fast",
        fastest=job["mode"] == "fastest",
        device="gpu" if gpu else "cpu",
        quiet=False,
        nr_thr_saving=1,
    )
    teller.tell("stage", stage="saving")
    nibabel.save(found, job["labels"])
    names = importlib.import_module("totalsegmentator.map_to_binary").class_map[job["task"]]
    return {
        "names": {str(value): name for value, name in names.items()},
        "device": "gpu" if gpu else "cpu",
        "torch": torch.__version__,
    }


def _keep_the_device(api: Any) -> None:  # noqa: ANN401 - a module
    """Have tasks that run another one first (teeth) run it on the same device: 2.18 forgets "cpu" on the way."""
    named: Callable[[Any], str | None] = api.convert_device_to_string
    api.convert_device_to_string = lambda device: device if isinstance(device, str) else named(device)


def _download(job: dict[str, Any], teller: _Teller) -> None:
    """Fetch what is missing as TotalSegmentator does, but beside the weights: a broken download leaves no half."""
    libs: Any = importlib.import_module("totalsegmentator.libs")
    libs.tqdm = _progress(teller, "bytes")
    weights = Path(job["weights"])
    missing = [(int(one["number"]), str(one["folder"])) for one in job["missing"]]
    for part, (number, folder) in enumerate(missing, start=1):
        teller.tell("part", part=part, parts=len(missing), download=True)
        beside = Path(job["downloads"]) / str(number)
        os.environ["TOTALSEG_WEIGHTS_PATH"] = str(beside)
        job["downloading"] = True
        try:
            libs.download_pretrained_weights(number)
        except (OSError, zipfile.BadZipFile) as error:  # half an archive, or something else than an archive
            raise _Known("weights-not-downloaded") from error
        finally:
            job["downloading"] = False
        if not (weights / folder).exists():  # another worker may have brought it meanwhile
            (beside / folder).rename(weights / folder)
            teller.tell("fetched", number=number)
    os.environ["TOTALSEG_WEIGHTS_PATH"] = job["weights"]


def _listen(inner: Any, teller: _Teller) -> None:  # noqa: ANN401 - a module
    """Have nnU-Net and TotalSegmentator tell how far they are."""
    predict: Any = importlib.import_module("nnunetv2.inference.predict_from_raw_data")
    predict.tqdm = _progress(teller, "patches", rounds := _Rounds())
    predictor = predict.nnUNetPredictor
    sequential = predictor.predict_from_files_sequential

    def in_this_process(self: Any, source: Any, target: Any, **chosen: Any) -> Any:  # noqa: ANN401
        # the same steps as predict_from_files, without two more processes that each import torch again
        rounds.expect(len(list(Path(source).glob("*_0000.nii.gz"))) * len(self.list_of_parameters))
        return sequential(self, source, target, chosen.get("save_probabilities", False), chosen.get("overwrite", True))

    predictor.predict_from_files = in_this_process
    load = predictor.initialize_from_trained_model_folder

    def loaded(*arguments: Any, **chosen: Any) -> Any:  # noqa: ANN401
        try:
            return load(*arguments, **chosen)
        except Exception as error:
            if isinstance(error, MemoryError) or _allocation(error):
                raise
            raise _Known("weights-unusable") from error

    predictor.initialize_from_trained_model_folder = loaded
    parts = {"done": 0}

    def telling(name: str, stage: str, *, part: bool = False) -> None:
        wrapped: Callable[..., Any] = getattr(inner, name)

        def told(*arguments: Any, **chosen: Any) -> Any:  # noqa: ANN401
            if part:
                parts["done"] += 1
                network = next((one for one in arguments if isinstance(one, int)), 0)
                teller.tell("part", part=parts["done"], network=network)
            teller.tell("stage", stage=stage)
            return wrapped(*arguments, **chosen)

        setattr(inner, name, told)

    telling("nnUNetv2_predict", "loading", part=True)
    telling("change_spacing", "resampling")
    _stay_in_the_region(inner)


def _stay_in_the_region(inner: Any) -> None:  # noqa: ANN401 - a module
    """Break off where the region in which a task looks was not found.

    When it is called with no file to write to, TotalSegmentator 2.18 then takes the whole image instead, with voxels
    of 0.5 mm for some tasks: hours for something that is not there.
    """
    crop: Callable[..., Any] = inner.crop_to_mask

    def cropped(image: Any, mask: Any, *arguments: Any, **chosen: Any) -> Any:  # noqa: ANN401
        if not mask.get_fdata().any():
            raise _Known("segmentation-region-absent")
        return crop(image, mask, *arguments, **chosen)

    inner.crop_to_mask = cropped


class _Rounds:
    """nnU-Net counts its patches anew for each fold and for each piece of a large image; people want one count."""

    def __init__(self) -> None:
        self.expected, self.begun = 1, 0

    def expect(self, rounds: int) -> None:
        """Begin a network with so many rounds."""
        self.expected, self.begun = max(rounds, 1), 0

    def begin(self) -> int:
        """Begin a round and return how many are over; one more than expected counts like the last."""
        self.begun = min(self.begun + 1, self.expected)
        return self.begun - 1


def _progress(teller: _Teller, unit: str, rounds: _Rounds | None = None) -> type:
    counted = rounds or _Rounds()

    class Bar:
        """What is needed of tqdm."""

        def __init__(self, *_: Any, total: float = 0, **__: Any) -> None:  # noqa: ANN401
            self._done, self._total = float(total * counted.begin()), total * counted.expected
            teller.tell(unit, done=self._done, total=self._total)

        def __enter__(self) -> Bar:  # noqa: PYI034 - typing.Self is not for classes made here
            return self

        def __exit__(self, *_: object) -> None:
            return None

        def update(self, more: float = 1) -> None:
            self._done += more
            teller.tell(unit, done=self._done, total=self._total)

        def close(self) -> None:
            return None

    return Bar


class _Known(Exception):
    """A failure that has a code already."""


def _fail(code: str) -> dict[str, Any]:
    raise _Known(code)


def _reason(error: BaseException) -> dict[str, str]:
    """Return a code for people; never TotalSegmentator's own words, which may name files and folders."""
    kind = type(error).__name__
    if isinstance(error, _Known):
        return {"code": str(error)}
    if isinstance(error, MemoryError) or kind in {"OutOfMemoryError", "AcceleratorError"} or _allocation(error):
        return {"code": "segmentation-out-of-memory"}
    if isinstance(error, _NotAllowed) or type(error).__module__.startswith(("requests", "urllib3")):
        return {"code": "weights-not-downloaded"}
    if isinstance(error, (ImportError, AttributeError)):
        return {"code": "segmentation-program-unusable", "reason": kind}
    return {"code": "segmentation-failed", "reason": kind}


def _allocation(error: BaseException) -> bool:
    words = str(error).lower()
    return isinstance(error, RuntimeError) and ("alloc" in words or "out of memory" in words)


def _describe(error: BaseException) -> None:
    traceback = importlib.import_module("traceback")
    traceback.print_exception(type(error), error, error.__traceback__, file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main())
