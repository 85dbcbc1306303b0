#!/usr/bin/env python3
"""Writes the safetensors files that Tests/BackpropFormatsTests/SafetensorsReferenceTests.swift compares with.

  Scripts/safetensors-files.py Tests/BackpropFormatsTests/Recorded

Needs torch, numpy and safetensors (2.15, 2.4 and 0.8 wrote the files).
"""
import sys

import numpy as np
import torch
from safetensors.torch import save_file

folder = sys.argv[1]

# Every kind of number, names out of order, an empty tensor, a single number, and a name with all kinds of characters.
kinds = {
    "float64": torch.float64, "float32": torch.float32, "float16": torch.float16, "bfloat16": torch.bfloat16,
    "int64": torch.int64, "int32": torch.int32, "int16": torch.int16, "int8": torch.int8,
    "uint64": torch.uint64, "uint32": torch.uint32, "uint16": torch.uint16, "uint8": torch.uint8,
}
tensors = {name: torch.tensor([[1, 2, 3], [4, 5, 100]]).to(kind) for name, kind in kinds.items()}
tensors["bool"] = torch.tensor([True, False, True])
tensors["empty"] = torch.zeros(0, 3)
tensors["single"] = torch.tensor(2.5)
tensors["aé\"\\\n\t\x01\x7f😀"] = torch.tensor([-0.0, float("inf"), float("-inf"), float("nan")])
save_file(tensors, f"{folder}/kinds.safetensors", metadata={"format": "pt"})
save_file({}, f"{folder}/empty.safetensors")

# Numbers of 16 bits all over their range, as they are and as Float.
half = np.arange(0, 65536, 257).astype(np.uint16)
small = {
    "half": torch.from_numpy(half.view(np.float16).copy()),
    "half.float": torch.from_numpy(half.view(np.float16).astype(np.float32)),
    "brain": torch.from_numpy(half.astype(np.int16)).view(torch.bfloat16),
    "brain.float": torch.from_numpy(half.astype(np.int16)).view(torch.bfloat16).float(),
    "tiny": torch.tensor([2.0**-24, 3 * 2.0**-24, 2.0**-14, 65504.0, -(2.0**-15)], dtype=torch.float16),
    "tiny.float": torch.tensor([2.0**-24, 3 * 2.0**-24, 2.0**-14, 65504.0, -(2.0**-15)]),
}
save_file(small, f"{folder}/small-floats.safetensors")
