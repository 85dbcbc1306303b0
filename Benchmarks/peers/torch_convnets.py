"""The presets with convolutions in PyTorch on the processor, eagerly: trains one, and prints a line after each epoch."""
import argparse
import json
import statistics
import time

import torch
from torch import nn

from common import read_folder

FORMATS = (torch.contiguous_format, torch.channels_last)


def simple():
    return [nn.Conv2d(1, 30, 5), nn.ReLU(), nn.MaxPool2d(2), nn.Flatten(), nn.Linear(30 * 12 * 12, 100), nn.ReLU(),
            nn.Linear(100, 10)]


def pair(channels, filters, padding):
    """Two convolutions and a pooling."""
    return [nn.Conv2d(channels, filters, 3, padding=1), nn.ReLU(),
            nn.Conv2d(filters, filters, 3, padding=padding), nn.ReLU(), nn.MaxPool2d(2)]


def deep():
    return [*pair(1, 16, 1), *pair(16, 32, 2), *pair(32, 64, 1), nn.Flatten(), nn.Linear(64 * 4 * 4, 50), nn.ReLU(),
            nn.Dropout(0.5), nn.Linear(50, 10), nn.Dropout(0.5)]


LAYERS = {"simple-convnet": simple, "deep-convnet": deep}


class Training:
    """A network with Adam, its images in one layout; with a number of steps for one cycle of the learning rate, whose images
    are shuffled anew each epoch."""

    def __init__(self, name, batch, layout, images, rate=1e-3, cycle=None):
        torch.manual_seed(0)
        self.net = nn.Sequential(*LAYERS[name]()).to(memory_format=layout)
        self.optimizer = torch.optim.Adam(self.net.parameters(), lr=rate)
        self.schedule = cycle and torch.optim.lr_scheduler.OneCycleLR(
            self.optimizer, max_lr=rate, total_steps=cycle, cycle_momentum=False)
        self.loss = nn.CrossEntropyLoss()
        self.batch = batch
        self.x, self.t = images
        self.order = ()

    def draw(self):
        if not self.schedule:
            return torch.randint(0, len(self.x), (self.batch,))
        if len(self.order) == 0:
            self.order = torch.randperm(len(self.x))
        drawn, self.order = self.order[:self.batch], self.order[self.batch:]
        return drawn

    def step(self):
        drawn = self.draw()
        self.loss(self.net(self.x[drawn]), self.t[drawn]).backward()
        self.optimizer.step()
        self.optimizer.zero_grad(set_to_none=True)
        if self.schedule:
            self.schedule.step()

    def seconds(self, steps):
        """How long so many steps take."""
        start = time.perf_counter()
        for _ in range(steps):
            self.step()
        return time.perf_counter() - start

    def accuracy(self, x, t):
        self.net.eval()
        with torch.no_grad():
            right = sum(int((self.net(part).argmax(1) == labels).sum()) for part, labels in
                        zip(x.split(1000), t.split(1000)))
        self.net.train()
        return right / len(x)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data-dir", required=True, help="a folder with MNIST's four .gz files")
    parser.add_argument("--threads", type=int, required=True)
    parser.add_argument("--network", choices=LAYERS, required=True)
    parser.add_argument("--batch", type=int, default=100)
    parser.add_argument("--epochs", type=int, default=10, help="0 only measures some steps")
    parser.add_argument("--rate", type=float, default=0.003, help="the highest of the epochs' one cycle")
    parser.add_argument("--steps", type=int, default=20, help="how many are measured in the faster layout (default: 20)")
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    x, t, x_test, t_test = (torch.from_numpy(values) for values in read_folder(options.data_dir))
    images, tests = (values.view(-1, 1, 28, 28) for values in (x, x_test))

    def training(layout):
        return Training(options.network, options.batch, layout, (images, t))

    # The layout that is faster here.
    trials = [training(layout) for layout in FORMATS]
    for trial in trials:
        trial.seconds(3)
    steps = [statistics.median(trial.seconds(1) for _ in range(20)) for trial in trials]
    faster = steps.index(min(steps))
    times = [trials[faster].seconds(1) for _ in range(options.steps)]
    print(json.dumps({"event": "step", "best_seconds": min(times), "median_seconds": statistics.median(times)}),
          flush=True)
    per_epoch = -(-len(images) // options.batch)
    # A cycle of no steps is none.
    run = Training(options.network, options.batch, FORMATS[faster], (images, t), options.rate, options.epochs * per_epoch)
    for epoch in range(1, options.epochs + 1):
        run.seconds(per_epoch)
        print(json.dumps({"event": "epoch", "epoch": epoch, "iterations": epoch * per_epoch,
                          "test_accuracy": run.accuracy(tests, t_test)}), flush=True)


if __name__ == "__main__":
    main()
