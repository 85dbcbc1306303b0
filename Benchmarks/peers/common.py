"""What the peers' programs share: options, data, timing, and rows in the form of `backprop bench --format json`.

A row has the name that the command gives to the same work, so that the two can be laid side by side."""
import argparse
import gzip
import json
import os
import statistics
import time

import numpy as np

BATCH = 100
STEPS = 10_000
LEARNING_RATE = 0.1
PRODUCTS = [
    # rows, inner, columns, which operand is stored transposed
    (100, 784, 50, ""),
    (784, 100, 50, "A"),
    (100, 50, 10, ""),
    (50, 100, 10, "A"),
    (100, 10, 50, "B"),
    (512, 512, 512, ""),
    (1024, 1024, 1024, ""),
]
CONVOLUTIONS = [
    # channels, size of images, filters, size of kernels, padding
    (1, 28, 30, 5, 0),
    (1, 28, 16, 3, 1),
    (16, 28, 16, 3, 1),
    (16, 14, 32, 3, 1),
    (32, 14, 32, 3, 2),
    (32, 8, 64, 3, 1),
    (64, 8, 64, 3, 1),
]
# channels, size of images
POOLED = [(30, 24), (16, 28), (32, 16), (64, 8)]
BATCHES = (100, 1, 256)
SMALL = [784, 50, 10]
WIDE = [784, 1024, 1024, 10]


def product_name(rows, inner, columns, transposed):
    """The name of a product's row."""
    tail = f", {transposed} transposed" if transposed else ""
    return f"product {rows}x{inner} · {inner}x{columns}{tail}"


def convolution_name(channels, size, filters, kernel, padding, batch, part):
    """The name of a convolution's row."""
    pad = f" pad {padding}" if padding else ""
    return f"convolution {channels}x{size}x{size} · {filters}x{kernel}x{kernel}{pad}, batch {batch}, {part}"


def pooling_name(channels, size, batch, part):
    """The name of a pooling's row."""
    return f"max pool {channels}x{size}x{size} · 2x2, batch {batch}, {part}"


def step_name(sizes, batch):
    """The name of a training step's row."""
    return f"step {'-'.join(map(str, sizes))}, batch {batch}"


class Peer:
    """A peer's run: its options and the rows it prints."""

    def __init__(self, description, **more):
        """With options of its own, each with what `add_argument` takes."""
        parser = argparse.ArgumentParser(description=description)
        parser.add_argument("--data-dir", help="a folder with MNIST's four .gz files; random bytes without it")
        parser.add_argument("--threads", type=int, default=os.cpu_count())
        parser.add_argument("--filter", default="", help="measure only the rows whose label contains this text")
        parser.add_argument("--time-scale", type=float, default=1.0)
        for name, how in more.items():
            parser.add_argument("--" + name.replace("_", "-"), **how)
        self.options = parser.parse_args()
        self.threads = self.options.threads

    def wants(self, name, kind):
        """Whether a row is asked for."""
        threads = f"{self.threads} thread" + ("" if self.threads == 1 else "s")
        return self.options.filter.lower() in f"{name} {kind} {threads}".lower()

    def measure(self, name, kind, job, seconds=0.4, fewest=3, parts=1, warm_up=True):
        """Repeats a job until its time is up and prints its row; `parts` equal parts make one job."""
        if self.wants(name, kind):
            self.show(name, kind, [t / parts for t in self.times(job, seconds, fewest, warm_up)])

    def fastest(self, name, kind, jobs, seconds=0.4):
        """Measures several ways to do the same and prints the row of the one with the smallest median."""
        if self.wants(name, kind):
            self.show(name, kind, min((self.times(job, seconds) for job in jobs), key=statistics.median))

    def times(self, job, seconds, fewest=3, warm_up=True):
        """The times of a job that is repeated until its time is up."""
        limit = seconds * self.options.time_scale
        if warm_up:
            job()
        first = timed(job)
        if first < limit / 10:
            first = min(first, timed(job), timed(job))
        # Short jobs are timed several in a row, as the clock has its price.
        repetitions = max(1, int(min(0.0005 / max(first, 1e-9), 1_000_000)))
        times = [first] if repetitions == 1 else []
        spent = first
        while spent < limit or len(times) < fewest:
            passed = timed(job, repetitions)
            spent += passed
            times.append(passed / repetitions)
        return times

    def show(self, name, kind, times):
        """Prints a row."""
        print(json.dumps({
            "event": "row", "name": name, "type": kind, "threads": self.threads, "best_seconds": min(times),
            "median_seconds": statistics.median(times), "samples": len(times)}, ensure_ascii=False), flush=True)

    def images(self):
        """Training and test images, float32 (N, 784) from 0 to 1, each with int64 labels (N,)."""
        folder = self.options.data_dir
        if folder:
            return read_folder(folder)
        rng = np.random.default_rng(1)

        def drawn(count):
            pixels = rng.integers(0, 256, (count, 784), dtype=np.uint8)
            return scaled(pixels), rng.integers(0, 10, count)

        return drawn(60_000) + drawn(10_000)


def timed(job, repetitions=1):
    """The seconds that a job takes, some times in a row."""
    start = time.perf_counter()
    for _ in range(repetitions):
        job()
    return time.perf_counter() - start


def scaled(pixels):
    """Bytes as numbers from 0 to 1."""
    return pixels.astype(np.float32) / np.float32(255)


def read_folder(folder):
    """The images and labels of MNIST's four files."""
    def content(name, offset):
        with gzip.open(os.path.join(folder, name + ".gz")) as file:
            return np.frombuffer(file.read(), np.uint8, offset=offset)

    parts = []
    for part in ("train", "t10k"):
        parts.append(scaled(content(f"{part}-images-idx3-ubyte", 16).reshape(-1, 784)))
        parts.append(content(f"{part}-labels-idx1-ubyte", 8).astype(np.int64))
    return tuple(parts)


def timed_steps(peer, name, kind, step, seconds=1.0, block=0.004):
    """Measures training steps as the command does: means over blocks of a few milliseconds."""
    if not peer.wants(name, kind):
        return
    for _ in range(5):
        step()
    times, spent = [], 0.0
    while spent < seconds * peer.options.time_scale or len(times) < 5:
        start = time.perf_counter()
        count = 0
        while True:
            step()
            count += 1
            passed = time.perf_counter() - start
            if passed >= block:
                break
        times.append(passed / count)
        spent += passed
    peer.show(name, kind, times)
