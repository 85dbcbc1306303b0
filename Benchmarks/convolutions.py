#!/usr/bin/env python3
"""Measures convolutions and max pools beside PyTorch's, in turn, and prints how the times compare.

Each pass (forward, by input, by weight) is a row; PyTorch does it in the layout that is faster for it, channels first or
last. A ratio below 1 is a shorter time than PyTorch's. Bound to one core (taskset -c 0), both use one thread."""
import argparse
import math
import os

from rounds import OURS, ROOT, Run, core_count, say
from run import build, virtual_environment

TEXTS = ("convolution", "max pool")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=3, help="how often everything is measured (default: 3)")
    parser.add_argument("--time-scale", type=float, default=1, help="what the time for each row is multiplied by")
    parser.add_argument("--python", help="an interpreter that has numpy and torch, instead of a new environment")
    parser.add_argument("--backprop", help="the command, instead of a new build")
    parser.add_argument("--filter", help="only rows that contain this text, such as 'batch 100, by weight'")
    options = parser.parse_args()
    options.data_dir = None
    for name in ("python", "backprop"):
        if getattr(options, name):
            setattr(options, name, os.path.abspath(getattr(options, name)))
    os.chdir(ROOT)
    run = Run(options.backprop or build(), options.python or virtual_environment(), options)
    for number in range(options.rounds):
        for text in [options.filter] if options.filter else TEXTS:
            say(f"round {number + 1} of {options.rounds}: {text}")
            run.ours(text)
            run.peer("PyTorch", text, core_count())
    show(run.summary())


def show(summary):
    """A line for each row, and the mean ratio of each pass."""
    print(f"{'best times, and ratios of best / of median times':<62} {OURS:>14} {'PyTorch':>10}  ratios")
    ratios = {}
    for (name, _, _), programs in summary.items():
        ours, theirs = programs.get(OURS), programs.get("PyTorch")
        if not ours or not theirs:
            continue
        best, median = ours.best / theirs.best, ours.median / theirs.median
        print(f"{name:<62} {ours.best * 1e6:11.1f} µs {theirs.best * 1e6:7.1f} µs  {best:.2f} / {median:.2f}")
        kind = next(text for text in TEXTS if name.startswith(text))
        part = name.rpartition(", ")[2]
        ratios.setdefault(f"{kind}, {part}", []).append(best)
    for part, values in ratios.items():
        mean = math.exp(sum(map(math.log, values)) / len(values))
        print(f"{part}: geometric mean {mean:.2f}, from {min(values):.2f} to {max(values):.2f}")


if __name__ == "__main__":
    main()
