#!/usr/bin/env python3
"""What PyTorch's normalisations give, for Tests/BackpropTests/NormalizationReferenceTests.swift.

  Scripts/torch-normalization.py > Tests/BackpropTests/Recorded/normalization.txt

A line is a name and the numbers of a tensor, in double precision. Needs torch (2.15 wrote the file).
"""
import torch
from torch import nn

torch.set_default_dtype(torch.float64)


def numbers(shape, step, start):
    """Multiples of 1/4 between -2 and 2: the element at i is ((start + step * i) mod 17 - 8) / 4."""
    count = torch.Size(shape).numel()
    return torch.tensor([((start + step * i) % 17 - 8) / 4 for i in range(count)]).reshape(shape)


def tell(name, tensor):
    print(name, *(repr(x) for x in tensor.detach().reshape(-1).tolist()))


def layer(name, module, shape, sizes):
    """The output and the derivatives of a module whose weight and bias are numbers, too."""
    module.weight.data = numbers(sizes, 3, 2)
    module.bias.data = numbers(sizes, 5, 1)
    x = numbers(shape, 7, 3).requires_grad_()
    y = module(x)
    y.backward(numbers(y.shape, 11, 4))
    tell(f"{name}.y", y)
    tell(f"{name}.dx", x.grad)
    tell(f"{name}.dw", module.weight.grad)
    tell(f"{name}.db", module.bias.grad)


def trained(name, module, shape):
    """The running statistics of a module over ten steps, and then what it gives in an evaluation."""
    for step in range(10):
        module(numbers(shape, 5 + step, 2 * step) * (1 + step) + step)
        tell(f"{name}.mean{step}", module.running_mean)
        tell(f"{name}.var{step}", module.running_var)
    module.eval()
    layer(f"{name}.evaluation", module, shape, [shape[1]])


class Residual(nn.Module):
    def __init__(self, body):
        super().__init__()
        self.body = body

    def forward(self, x):
        return self.body(x) + x


def network():
    """Twenty steps of gradient descent of a network with all of them."""
    net = nn.Sequential(
        nn.Linear(3, 4), nn.BatchNorm1d(4), nn.ReLU(),
        Residual(nn.Sequential(nn.Linear(4, 4), nn.LayerNorm(4), nn.ReLU())), nn.Linear(4, 2))
    for place, module in enumerate(m for m in net.modules() if isinstance(m, nn.Linear)):
        # Weights lie as (in, out) where they are read.
        inputs, outputs = module.in_features, module.out_features
        module.weight.data = (numbers([inputs, outputs], 3 + place, 2) / 4).T.contiguous()
        module.bias.data = numbers([outputs], 5, place) / 4
    x = numbers([6, 3], 7, 3)
    t = torch.tensor([0, 1, 1, 0, 1, 0])
    optimizer = torch.optim.SGD(net.parameters(), lr=0.1)
    for _ in range(20):
        optimizer.zero_grad()
        loss = nn.functional.cross_entropy(net(x), t)
        loss.backward()
        optimizer.step()
    tell("network.loss", loss)
    for name, value in net.state_dict().items():
        if "num_batches" in name:
            continue
        tell(f"network.{name}", value.T if value.dim() == 2 else value)
    net.eval()
    tell("network.output", net(x))


layer("features", nn.BatchNorm1d(3), [5, 3], [3])
layer("images", nn.BatchNorm2d(3), [2, 3, 4, 5], [3])
layer("coarse", nn.BatchNorm2d(3, eps=0.5), [2, 3, 2, 1], [3])
layer("rows", nn.LayerNorm(5), [3, 5], [5])
layer("planes", nn.LayerNorm([3, 2], eps=0.25), [4, 2, 3, 2], [3, 2])
trained("runningfeatures", nn.BatchNorm1d(3), [5, 3])
trained("runningimages", nn.BatchNorm2d(3, momentum=0.3), [2, 3, 2, 2])
network()
