"""Exports small networks of PyTorch's to ONNX by both of its exporters, in several versions of the operators, and packs
them with an input and PyTorch's answer: Tests/BackpropDataTests/Recorded/onnx-pytorch.npz.

Needs torch, onnx and onnxscript. Run it in the repository's root.
"""

import io
import warnings

import numpy as np
import torch
from torch import nn

warnings.simplefilter("ignore")
torch.manual_seed(1)


class Block(nn.Module):
    """A residual block with a shortcut, its second sum in a nested block."""

    def __init__(self, channels, filters, stride):
        super().__init__()
        self.conv1 = nn.Conv2d(channels, filters, 3, stride, 1, bias=False)
        self.norm1 = nn.BatchNorm2d(filters)
        self.conv2 = nn.Conv2d(filters, filters, 3, 1, 1, bias=False)
        self.norm2 = nn.BatchNorm2d(filters)
        self.shortcut = nn.Sequential()
        if stride != 1 or channels != filters:
            self.shortcut = nn.Sequential(
                nn.Conv2d(channels, filters, 1, stride, bias=False), nn.BatchNorm2d(filters)
            )

    def forward(self, x):
        y = torch.relu(self.norm1(self.conv1(x)))
        return torch.relu(self.norm2(self.conv2(y)) + self.shortcut(x))


class Views(nn.Module):
    """Flattens by its number of samples, as many tutorials do, and scales by plain numbers."""

    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(1, 3, 3)
        self.fc1 = nn.Linear(3 * 3 * 3, 8)
        self.fc2 = nn.Linear(8, 4, bias=False)

    def forward(self, x):
        x = (x - 0.1307) / 0.3081
        x = nn.functional.max_pool2d(nn.functional.relu(self.conv(x)), 2)
        x = x.view(x.size(0), -1)
        return self.fc2(nn.functional.dropout(torch.tanh(self.fc1(x)), 0.3, self.training))


class Matrices(nn.Module):
    """Products without layers: x @ W + b."""

    def __init__(self):
        super().__init__()
        self.w = nn.Parameter(torch.randn(6, 5))
        self.b = nn.Parameter(torch.randn(5))
        self.v = nn.Parameter(torch.randn(3, 5))

    def forward(self, x):
        return torch.sigmoid(x @ self.w + self.b) @ self.v.T


class Means(nn.Module):
    """Means over rows and columns by hand."""

    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(2, 4, (3, 2), (1, 2), (1, 0), groups=2)
        self.fc = nn.Linear(4, 3)

    def forward(self, x):
        return self.fc(nn.functional.silu(self.conv(x)).mean(dim=(2, 3)))


def norms(model):
    for part in model.modules():
        if isinstance(part, nn.BatchNorm2d | nn.BatchNorm1d):
            part.running_mean.uniform_(-1, 1)
            part.running_var.uniform_(0.5, 2)
            part.weight.data.uniform_(0.5, 2)
            part.bias.data.uniform_(-1, 1)
    return model


images = torch.randn(3, 1, 8, 8)
MODELS = {
    "mlp": (nn.Sequential(nn.Flatten(), nn.Linear(64, 6), nn.ReLU(), nn.Linear(6, 4)), images),
    "activations": (
        nn.Sequential(
            nn.Linear(6, 5), nn.GELU(), nn.Linear(5, 5), nn.SiLU(), nn.Linear(5, 5), nn.Softplus(),
            nn.Linear(5, 5), nn.LeakyReLU(0.2), nn.Linear(5, 5), nn.Tanh(), nn.Linear(5, 5), nn.Sigmoid(),
            nn.Dropout(0.5), nn.Linear(5, 3), nn.Softmax(dim=1),
        ),
        torch.randn(3, 6),
    ),
    "norms": (
        norms(nn.Sequential(nn.Linear(6, 5), nn.BatchNorm1d(5), nn.ReLU(), nn.Linear(5, 4), nn.LayerNorm(4))),
        torch.randn(3, 6),
    ),
    "convnet": (
        norms(
            nn.Sequential(
                nn.Conv2d(1, 4, 3, padding=1), nn.BatchNorm2d(4), nn.ReLU(), nn.MaxPool2d(2, ceil_mode=True),
                nn.Conv2d(4, 4, 3, padding=2, dilation=2), nn.ReLU(), nn.AvgPool2d(3, 1, padding=1),
                nn.MaxPool2d(3, 2, 1), nn.Flatten(), nn.Linear(16, 5),
            )
        ),
        images,
    ),
    "resnet": (
        norms(
            nn.Sequential(
                nn.Conv2d(1, 4, 3, padding=1), nn.ReLU(), Block(4, 4, 1), Block(4, 6, 2),
                nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(6, 3),
            )
        ),
        images,
    ),
    "views": (Views(), images),
    "matrices": (Matrices(), torch.randn(3, 6)),
    "means": (Means(), torch.randn(3, 2, 5, 6)),
    "words": (
        nn.Sequential(nn.Embedding(10, 3), nn.Flatten(), nn.Linear(12, 2)),
        torch.randint(0, 10, (3, 4)),
    ),
    "logsoftmax": (nn.Sequential(nn.Linear(6, 3), nn.LogSoftmax(dim=1)), torch.randn(3, 6)),
    "transposed": (nn.Sequential(nn.ConvTranspose2d(1, 2, 3), nn.Flatten(), nn.Linear(200, 2)), images),
}

packed = {}
for name, (model, x) in MODELS.items():
    model.eval()
    y = model(x).detach().numpy()
    for exporter, versions in [("script", [11, 13, 17]), ("dynamo", [18, 20, 23])]:
        for version in versions:
            for batch in ["open", "fixed"]:
                if batch == "fixed" and version not in (17, 18):
                    continue
                out = io.BytesIO()
                try:
                    if exporter == "script":
                        axes = {"x": {0: "batch"}, "y": {0: "batch"}} if batch == "open" else None
                        torch.onnx.export(
                            model, (x,), out, dynamo=False, opset_version=version, input_names=["x"],
                            output_names=["y"], dynamic_axes=axes,
                        )
                    else:
                        shapes = ({0: torch.export.Dim("batch")},) if batch == "open" else None
                        program = torch.onnx.export(
                            model, (x,), dynamo=True, opset_version=version, dynamic_shapes=shapes, verbose=False
                        )
                        for node in program.model.graph:
                            node.metadata_props.clear()
                        program.save(out)
                except Exception as error:  # noqa: BLE001
                    print(name, exporter, version, batch, "isn't exported:", type(error).__name__, str(error)[:300])
                    continue
                key = f"{name}-{exporter}-{version}-{batch}"
                packed[key + "/model"] = np.frombuffer(out.getvalue(), dtype=np.uint8)
                packed[key + "/input"] = x.numpy()
                packed[key + "/output"] = y
np.savez_compressed("Tests/BackpropDataTests/Recorded/onnx-pytorch.npz", **packed)
print(len(packed) // 3, "files")
