"""Train the stand-in weights of the tests: a tiny nnU-Net that knows one synthetic patient and nothing else.

Run with the Python of TotalSegmentator's virtual environment, from the root of the project:

    PYTHONPATH=src:. PYTHON -m tests.standin.train tests/fixtures/standin-weights --spacing 6 --minutes 25
    PYTHONPATH=src:. PYTHON -m tests.standin.train tests/fixtures/standin-weights --spacing 3 --minutes 30 \
        --start var/standin/state-6mm.pt
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
from tests.standin.network import DESIGNS, Design, begun_with, build, normalised, write
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


def loss_of(output: Any, y: Any, weights: Any) -> Any:
    """Return cross entropy plus one minus the mean Dice of the classes that are there."""
    entropy = functional.cross_entropy(output, y, weight=weights)
    chance = output.softmax(1)[0].flatten(1)
    flat = y.flatten()
    own = chance.gather(0, flat[None])[0]
    classes = output.shape[1]
    both = torch.zeros(classes).index_add(0, flat, own)
    count = torch.bincount(flat, minlength=classes).float()
    dice = (2 * both + 1) / (chance.sum(1) + count + 1)
    there = count > 0
    there[0] = False
    return entropy + (1 - dice[there].mean() if there.any() else 0)


def train(design: Design, examples: list[Example], minutes: float, start: Path | None) -> Any:
    """Return the trained network; the first half of the time only its half-resolution output is trained."""
    network = build(design, len(CLASSES))
    if start is not None:
        begun_with(network, torch.load(start, weights_only=True))
    patches = Patches(examples, design.patch, 1)
    weights = patches.class_weights()
    optimiser = torch.optim.AdamW(network.parameters(), lr=1e-3, weight_decay=1e-3)
    began = time.monotonic()
    steps, shown = 0, 0.0
    while (spent := (time.monotonic() - began) / 60 / minutes) < 1:
        rate = 3e-3 * min(1.0, steps / 30) * (1 - spent) ** 0.9
        for group in optimiser.param_groups:
            group["lr"] = rate
        x, y = patches.one()
        outputs = network(x)
        half = loss_of(outputs[1], functional.interpolate(y[None].float(), outputs[1].shape[2:])[0].long(), weights)
        loss = half if spent < 0.4 and start is None else loss_of(outputs[0], y, weights) + 0.3 * half
        optimiser.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(network.parameters(), 5.0)
        optimiser.step()
        steps += 1
        shown = 0.98 * shown + 0.02 * half.item() if steps > 1 else half.item()
        if steps % 25 == 0:
            print(f"{spent:6.1%} {steps} steps, loss at half resolution {shown:.3f}", flush=True)
    return network


def main() -> None:
    """Train one of the two networks and write it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("weights", type=Path)
    parser.add_argument("--spacing", type=int, choices=sorted(DESIGNS), required=True)
    parser.add_argument("--minutes", type=float, default=25.0)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--cache", type=Path, default=Path("var/standin"), help="drawn examples are kept here")
    parser.add_argument("--start", type=Path, help="go on from this state (CACHE/state-6mm.pt)")
    chosen = parser.parse_args()
    torch.set_num_threads(chosen.threads)
    torch.manual_seed(0)
    design = DESIGNS[chosen.spacing]
    examples = list(training_examples(design.spacing_mm, chosen.cache))
    print(f"{len(examples)} examples, {len(CLASSES)} classes", flush=True)
    network = train(design, examples, chosen.minutes, chosen.start)
    torch.save(network.state_dict(), chosen.cache / f"state-{chosen.spacing}mm.pt")
    print(write(network, design, CLASSES, chosen.weights))


if __name__ == "__main__":
    main()
