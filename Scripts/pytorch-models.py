#!/usr/bin/env python3
"""Small models of PyTorch as safetensors files, each with inputs and outputs, for Tests/BackpropDataTests/SavedModelTests.swift.

  Scripts/pytorch-models.py Tests/BackpropDataTests/Recorded

A file NAME.safetensors has the state dictionary, NAME.expected.safetensors the tensors x and y. Needs torch and safetensors
(2.15 and 0.8 wrote the files).
"""
import sys

import torch
from safetensors.torch import save_file
from torch import nn

folder = sys.argv[1]
torch.manual_seed(19)


class Residual(nn.Module):
    def __init__(self, body, shortcut=None):
        super().__init__()
        self.body = body
        if shortcut is not None:
            self.shortcut = shortcut

    def forward(self, x):
        return self.body(x) + (self.shortcut(x) if hasattr(self, "shortcut") else x)


def stir(model):
    """Running statistics and norms other than those of the start."""
    for name, tensor in model.state_dict().items():
        if tensor.is_floating_point() and tensor.dim() == 1:
            tensor.copy_(torch.rand_like(tensor) + 0.5)
        if name.endswith("num_batches_tracked"):
            tensor.fill_(7)


def write(name, model, x, kind=torch.float32, prefix=""):
    stir(model)
    state = {k: v.to(kind) if v.is_floating_point() else v for k, v in model.state_dict().items()}
    model.load_state_dict({k: v.float() if v.is_floating_point() else v for k, v in state.items()})
    model.eval()
    with torch.no_grad():
        y = model(x)
    save_file({prefix + k: v.contiguous() for k, v in state.items()}, f"{folder}/{name}.safetensors")
    save_file({"x": x.float().contiguous(), "y": y.contiguous()}, f"{folder}/{name}.expected.safetensors")


def mlp():
    return nn.Sequential(nn.Linear(5, 4), nn.ReLU(), nn.Linear(4, 3))


write("mlp", mlp(), torch.randn(4, 5))
write("mlp-f16", mlp(), torch.randn(4, 5), torch.float16)
write("mlp-bf16", mlp(), torch.randn(4, 5), torch.bfloat16)
write("mlp-f64", mlp(), torch.randn(4, 5), torch.float64)
write("mlp-prefix", mlp(), torch.randn(4, 5), prefix="net.")
write(
    "convnet",
    nn.Sequential(
        nn.Conv2d(1, 3, 3, padding=1), nn.BatchNorm2d(3), nn.ReLU(), nn.MaxPool2d(2), nn.Flatten(), nn.Linear(27, 4)
    ),
    torch.randn(2, 1, 6, 6),
)
write(
    "residual",
    nn.Sequential(
        Residual(nn.Sequential(nn.Conv2d(2, 4, 3, padding=1), nn.BatchNorm2d(4), nn.SiLU()), nn.Conv2d(2, 4, 1)),
        Residual(nn.Sequential(nn.Conv2d(4, 4, 3, padding=1), nn.Tanh())),
        nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(4, 3),
    ),
    torch.randn(2, 2, 4, 4),
)
write(
    "layernorm",
    nn.Sequential(nn.Linear(6, 5), nn.LayerNorm(5), nn.GELU(), nn.BatchNorm1d(5), nn.Linear(5, 2)),
    torch.randn(3, 6),
)
write(
    "embedding",
    nn.Sequential(nn.Embedding(9, 3), nn.Flatten(), nn.Linear(12, 2)),
    torch.randint(0, 9, (3, 4)),
)
