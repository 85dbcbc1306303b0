#!/usr/bin/env python3
"""Writes Tests/BackpropTests/Recorded/activations.txt: values and derivatives of activations by PyTorch, in Double.

PyTorch's GELU is x/2 (1 + erf(x / sqrt(2))), whose digits are lost far below 0, and its softplus is x beyond a
threshold; its derivative of tanh is 1 - tanh(x)^2. So what is recorded are the numbers of mpmath, and whether PyTorch's
are the same to 13 digits.
"""
import random

import torch
from mpmath import erfc, exp, log1p, mp, mpf, pi, sqrt, tanh
from torch.nn import functional as F

mp.dps = 60


def gelu(x):
    return x / 2 * erfc(-x / sqrt(2)), erfc(-x / sqrt(2)) / 2 + x * exp(-x * x / 2) / sqrt(2 * pi)


def silu(x):
    s, t = 1 / (1 + exp(-x)), 1 / (1 + exp(x))
    return x * s, s * (1 + x * t)


def softplus(x):
    return log1p(exp(-abs(x))) + max(x, mpf(0)), 1 / (1 + exp(-x))


def hyperbolic_tangent(x):
    return tanh(x), 1 - tanh(x)**2


def sigmoid(x):
    return 1 / (1 + exp(-x)), 1 / (1 + exp(-x)) / (1 + exp(x))


functions = {
    "leaky_relu": (lambda x: F.leaky_relu(x, 0.01), lambda x: (x, mpf(1)) if x > 0 else (x * mpf(0.01), mpf(0.01))),
    "gelu": (F.gelu, gelu),
    "silu": (F.silu, silu),
    "softplus": (lambda x: F.softplus(x, threshold=1000), softplus),
    "tanh": (torch.tanh, hyperbolic_tangent),
    "sigmoid": (torch.sigmoid, sigmoid),
}

random.seed("activations")
numbers = [random.uniform(-6, 6) for _ in range(40)] + [random.uniform(-1, 1) * 10**random.uniform(-12, 0) for _ in range(12)]
numbers += [random.uniform(-37, 37) for _ in range(16)]
print("# Written by Scripts/pytorch-activations.py with PyTorch", torch.__version__.split("+")[0], "and mpmath.")
print("# A function, x, its value and its derivative there; t where PyTorch says so, too, to 13 digits.")
for name, (theirs, exact) in functions.items():
    for number in numbers:
        x = torch.tensor(number, dtype=torch.float64, requires_grad=True)
        y = theirs(x)
        y.backward()
        found = y.item(), x.grad.item()
        wanted = [float(v) for v in exact(mpf(number))]
        agrees = all(abs(a - b) <= 1e-13 * abs(b) for a, b in zip(found, wanted))
        print(name, number, *wanted, "t" if agrees else "-")
