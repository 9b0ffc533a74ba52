"""From a network that knows organs at 12 mm to networks that draw them at 6 and at 3 mm, with hardly any training.

Each has one stage more than the one before. Its new outermost stage passes on what lies below: going in, a channel
stays what the image is; coming out, the features are repeated (and smoothed), so that the old output layer reads them.
Instance normalisation undoes any scale and shift of a channel, which is why passing on is exact up to the borders.
"""

from __future__ import annotations

from typing import Any

import torch
from torch import nn

from tests.standin.network import BASE, DESIGNS, build

#: keeps what is passed on above 0, where the leaky rectifier changes nothing
_ABOVE = 2.0
_SMALL = 0.02


def _smoothing() -> Any:
    line = torch.tensor([1.0, 2.0, 1.0]) / 4
    return line[:, None, None] * line[None, :, None] * line[None, None, :]


def _block(stage: Any, number: int) -> Any:
    """Return a convolution with its normalisation."""
    blocks = stage if hasattr(stage, "convs") else stage[-1]
    return blocks.convs[number]


def _same(target: Any, source: Any) -> None:
    target.load_state_dict(source.state_dict())


@torch.no_grad()
def at_6_mm(base: Any, classes: int) -> Any:
    """Return the network for 6 mm: the base with twice as many features in its outermost stage."""
    network = build(DESIGNS[6], classes)
    old, new = _block(base.encoder.stages[0], 0), _block(network.encoder.stages[0], 0)
    kept = BASE.features[0]
    for name in ("conv", "norm"):
        for kind in ("weight", "bias"):
            getattr(getattr(new, name), kind)[:kept] = getattr(getattr(old, name), kind)
    for stage in range(1, len(BASE.features)):
        if stage > 1:
            _same(network.encoder.stages[stage], base.encoder.stages[stage])
            continue
        first_old, first_new = _block(base.encoder.stages[1], 0), _block(network.encoder.stages[1], 0)
        first_new.conv.weight.zero_()
        first_new.conv.weight[:, :kept] = first_old.conv.weight
        first_new.conv.bias.copy_(first_old.conv.bias)
        _same(first_new.norm, first_old.norm)
        _same(_block(network.encoder.stages[1], 1), _block(base.encoder.stages[1], 1))
    _lower_decoder(network, base, len(BASE.features) - 2)
    _pass_out(network, base.decoder.seg_layers[-2])
    return network


@torch.no_grad()
def at_3_mm(network_6mm: Any, classes: int) -> Any:
    """Return the network for 3 mm: the one for 6 mm below a stage that halves the image and doubles the result."""
    network = build(DESIGNS[3], classes)
    inward = _block(network.encoder.stages[0], 0)
    inward.conv.weight[0] = 1.0
    inward.norm.weight[0], inward.norm.bias[0] = 1.0, _ABOVE
    halving, looking = (_block(network.encoder.stages[1], number) for number in (0, 1))
    halving.conv.weight.zero_()
    halving.conv.weight[0, 0] = _smoothing()
    halving.norm.weight.zero_()
    halving.norm.bias.zero_()
    halving.norm.weight[0], halving.norm.bias[0] = 1.0, _ABOVE
    seen = _block(network_6mm.encoder.stages[0], 0)
    looking.conv.weight.zero_()
    looking.conv.weight[:, :1] = seen.conv.weight
    _same(looking.norm, seen.norm)
    for stage in range(1, len(DESIGNS[6].features)):
        _same(network.encoder.stages[stage + 1], network_6mm.encoder.stages[stage])
    _lower_decoder(network, network_6mm, len(DESIGNS[6].features) - 1)
    _pass_out(network, network_6mm.decoder.seg_layers[-1])
    return network


def _lower_decoder(network: Any, source: Any, stages: int) -> None:
    for stage in range(stages):
        _same(network.decoder.transpconvs[stage], source.decoder.transpconvs[stage])
        _same(network.decoder.stages[stage], source.decoder.stages[stage])
        _same(network.decoder.seg_layers[stage], source.decoder.seg_layers[stage])


def _pass_out(network: Any, read_by: Any) -> None:
    """Have the outermost decoder stage repeat (and smooth) the features below, for the output layer that read them."""
    up, last = network.decoder.transpconvs[-1], _block(network.decoder.stages[-1], 0)
    channels = up.weight.shape[1]
    up.weight.zero_()
    up.bias.zero_()
    last.conv.weight.mul_(_SMALL)
    last.conv.bias.zero_()
    kernel = _smoothing() if last.conv.weight.shape[-1] > 1 else torch.ones((1, 1, 1))
    for channel in range(channels):
        up.weight[channel, channel] = 1.0
        last.conv.weight[channel, :channels] = 0.0
        last.conv.weight[channel, channel] = kernel
    _same(network.decoder.seg_layers[-1], read_by)


def outermost(network: Any) -> list[nn.Parameter]:
    """Return what is trained afterwards: the last stage of the decoder."""
    decoder = network.decoder
    modules = (decoder.transpconvs[-1], decoder.stages[-1], decoder.seg_layers[-1])
    return [parameter for module in modules for parameter in module.parameters()]


@torch.no_grad()
def calibrate(network: Any, below: list[Any]) -> None:
    """Give the last normalisation the usual mean and deviation of the features that it passes on."""
    norm = _block(network.decoder.stages[-1], 0).norm
    norm.weight.copy_(torch.stack([one.flatten(2).std(2)[0] for one in below]).mean(0))
    norm.bias.copy_(torch.stack([one.flatten(2).mean(2)[0] for one in below]).mean(0))
