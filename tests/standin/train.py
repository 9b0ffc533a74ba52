"""Train the stand-in weights of the tests: a tiny nnU-Net that knows one synthetic patient and nothing else.

Run with the Python of TotalSegmentator's virtual environment, from the root of the project:

    PYTHONPATH=src:. PYTHON -m tests.standin.train tests/fixtures/standin-weights
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch.nn import functional

from tests.standin.examples import Example, training_examples
from tests.standin.finer import at_3_mm, at_6_mm, calibrate, outermost
from tests.standin.network import BASE, DESIGNS, Design, build, normalised, write
from totalpetview.demo.labels import LABELS

#: too small for voxels of 6 mm, or not in this patient
_LEFT_OUT = (
    "adrenal_gland", "prostate", "kidney_cyst", "vertebrae_S1", "pulmonary_vein", "brachiocephalic", "subclavian",
    "carotid", "atrial_appendage", "gluteus_minimus",
)  # fmt: skip
CLASSES = tuple(value for name, value in LABELS.items() if not name.startswith(_LEFT_OUT) and "carotid" not in name)


class Patches:
    """Random parts of the examples, never twice the same."""

    def __init__(self, examples: list[Example], patch: tuple[int, int, int], seed: int) -> None:
        table = np.zeros(256, dtype=np.int64)
        table[list(CLASSES)] = np.arange(1, len(CLASSES) + 1)
        self._held = [(example.hu.astype(np.float32), table[example.labels]) for example in examples]
        self._patch = patch
        self._random = np.random.default_rng(seed)

    def class_weights(self) -> Any:
        """Return a weight for each class: rare ones count more."""
        counts = sum(np.bincount(labels.ravel(), minlength=len(CLASSES) + 1) for _, labels in self._held)
        weights = (counts / counts.sum() + 1e-6) ** -0.4
        return torch.tensor(weights / weights[1:].mean(), dtype=torch.float32)

    def one(self) -> tuple[Any, Any]:
        """Return image [1, 1, z, y, x] and classes [1, z, y, x]."""
        hu, labels = self._held[self._random.integers(len(self._held))]
        random = self._random
        zoom = random.uniform(0.92, 1.08) if random.random() < 0.5 else 1.0
        wanted = [round(n * zoom) for n in self._patch]
        image, classes = _cut(hu, labels, wanted, random)
        image = image + random.normal(0, random.uniform(0, 25), image.shape).astype(np.float32)
        image = image * random.uniform(0.95, 1.05) + random.uniform(-15, 15)
        x = torch.from_numpy(normalised(np.asarray(image, dtype=np.float32)))[None, None]
        y = torch.from_numpy(classes)[None]
        outside = y < 0
        x[outside[None]] = 0.0  # nnU-Net fills up with the normalised 0
        y = y.clamp(min=0)
        if wanted != list(self._patch):
            x = functional.interpolate(x, self._patch, mode="trilinear", align_corners=False)
            y = functional.interpolate(y[None].float(), self._patch, mode="nearest-exact")[0].long()
        return x, y


def _cut(hu: Any, labels: Any, wanted: list[int], random: np.random.Generator) -> tuple[Any, Any]:
    """Return a part of `wanted` voxels; what lies outside has label -1."""
    image = np.zeros(wanted, dtype=np.float32)
    classes = np.full(wanted, -1, dtype=np.int64)
    source, target = [], []
    for there, n in zip(hu.shape, wanted, strict=True):
        if there > n:
            # the sliding window's first and last places are the most frequent ones
            first = int(np.clip(random.integers(-(n // 4), there - n + n // 4 + 1), 0, there - n))
            source.append(slice(first, first + n))
            target.append(slice(0, n))
        else:
            before = (n - there) // 2
            source.append(slice(0, there))
            target.append(slice(before, before + there))
    image[tuple(target)] = hu[tuple(source)]
    classes[tuple(target)] = labels[tuple(source)]
    return image, classes


#: voxels of a patch in which the loss is computed; two thirds of them lie in organs
_SAMPLES = 60_000


def features_of(network: Any, x: Any, *, all_stages: bool = True) -> list[Any]:
    """Return the features before each output, coarse first: outputs are then computed for few voxels only."""
    skips = network.encoder(x)
    decoder, low, found = network.decoder, skips[-1], []
    stages = list(zip(decoder.transpconvs, decoder.stages, strict=True))
    for stage, (up, convolve) in enumerate(stages if all_stages else stages[:-1]):
        low = convolve(torch.cat((up(low), skips[-(stage + 2)]), 1))
        found.append(low)
    return found


def loss_of(features: Any, layer: Any, y: Any, weights: Any) -> Any:
    """Return cross entropy plus one minus the mean Dice of the classes that are there, in a sample of voxels."""
    flat = y.flatten()
    inside, outside = (flat > 0).nonzero()[:, 0], (flat == 0).nonzero()[:, 0]
    many = min(len(inside), 2 * _SAMPLES // 3)
    chosen = torch.cat(
        (
            inside[torch.randint(max(len(inside), 1), (many,))] if many else inside,
            outside[torch.randint(max(len(outside), 1), (min(len(outside), _SAMPLES // 3),))],
        )
    )
    target = flat[chosen]
    output = features[0].flatten(1)[:, chosen].T @ layer.weight.flatten(1).T + layer.bias
    entropy = functional.cross_entropy(output, target, weight=weights)
    chance = output.softmax(1)
    classes = output.shape[1]
    both = torch.zeros(classes).index_add(0, target, chance.gather(1, target[:, None])[:, 0])
    count = torch.bincount(target, minlength=classes).float()
    dice = (2 * both + 1) / (chance.sum(0) + count + 1)
    there = count > 0
    there[0] = False
    return entropy + (1 - dice[there].mean() if there.any() else 0)


def train_base(examples: list[Example], minutes: float, start: Path | None) -> Any:
    """Return the base: only its output at 12 mm is trained."""
    network = build(BASE, len(CLASSES))
    if start is not None:
        network.load_state_dict(torch.load(start, weights_only=True))
    patches = Patches(examples, BASE.patch, 1)

    def loss(x: Any, y: Any, weights: Any) -> Any:
        features = features_of(network, x, all_stages=False)[-1]
        coarse = functional.interpolate(y[None].float(), features.shape[2:], mode="nearest-exact")[0].long()
        return loss_of(features, network.decoder.seg_layers[-2], coarse, weights)

    _descend(list(network.parameters()), patches, loss, minutes, 3e-3 if start is None else 2e-3)
    return network


def refine(network: Any, design: Design, examples: list[Example], minutes: float) -> Any:
    """Fit the outermost stage, which passes on what the others know, to the voxels of its own size."""
    patches = Patches(examples, design.patch, 2)
    below = []

    def keep(_: Any, inputs: Any) -> None:
        below.append(inputs[0].detach())

    hook = network.decoder.transpconvs[-1].register_forward_pre_hook(keep)
    with torch.no_grad():
        for _ in range(6):
            features_of(network, patches.one()[0])
    hook.remove()
    calibrate(network, below)
    for parameter in network.parameters():
        parameter.requires_grad_(requires_grad=False)
    trained = outermost(network)
    for parameter in trained:
        parameter.requires_grad_(requires_grad=True)

    def loss(x: Any, y: Any, weights: Any) -> Any:
        return loss_of(features_of(network, x)[-1], network.decoder.seg_layers[-1], y, weights)

    _descend(trained, patches, loss, minutes, 1e-3)
    return network


def _descend(trained: list[Any], patches: Patches, loss_for: Any, minutes: float, most: float) -> None:
    weights = patches.class_weights()
    optimiser = torch.optim.AdamW(trained, lr=most, weight_decay=1e-3)
    began = time.monotonic()
    steps, shown = 0, 0.0
    while (spent := (time.monotonic() - began) / 60 / max(minutes, 1e-6)) < 1:
        for group in optimiser.param_groups:
            group["lr"] = most * min(1.0, (steps + 1) / 30) * (1 - spent) ** 0.9
        loss = loss_for(*patches.one(), weights)
        optimiser.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(trained, 5.0)
        optimiser.step()
        steps += 1
        shown = 0.95 * shown + 0.05 * loss.item() if steps > 1 else loss.item()
        if steps % 10 == 0:
            print(f"{spent:6.1%} {steps} steps, loss {shown:.3f}", flush=True)


def main() -> None:
    """Train the base and make both networks from it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("weights", type=Path)
    parser.add_argument("--minutes", type=float, default=40.0, help="for the base; 0 with --start keeps it as it is")
    parser.add_argument("--refine-minutes", type=float, default=8.0, help="for each of the two networks made from it")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--cache", type=Path, default=Path("var/standin"), help="drawn examples are kept here")
    parser.add_argument("--start", type=Path, help="go on from this base (CACHE/base.pt)")
    parser.add_argument("--only", type=int, choices=sorted(DESIGNS), help="make only this one")
    chosen = parser.parse_args()
    torch.set_num_threads(chosen.threads)
    torch.manual_seed(0)
    examples = list(training_examples(BASE.spacing_mm, chosen.cache))
    print(f"{len(examples)} examples, {len(CLASSES)} classes", flush=True)
    base = train_base(examples, chosen.minutes, chosen.start)
    torch.save(base.state_dict(), chosen.cache / "base.pt")
    network = at_6_mm(base, len(CLASSES))
    refine(network, DESIGNS[6], examples, chosen.refine_minutes)
    if chosen.only != 3:
        print(write(network, DESIGNS[6], CLASSES, chosen.weights), flush=True)
    if chosen.only != 6:
        finer = at_3_mm(network, len(CLASSES))
        refine(finer, DESIGNS[3], list(training_examples(DESIGNS[3].spacing_mm, chosen.cache)), chosen.refine_minutes)
        print(write(finer, DESIGNS[3], CLASSES, chosen.weights), flush=True)


if __name__ == "__main__":
    main()
