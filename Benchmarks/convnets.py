#!/usr/bin/env python3
"""Trains the presets with convolutions on MNIST beside PyTorch, with Adam, and tells how long an accuracy takes.

Both draw batches of 100 images for as many epochs; PyTorch uses the layout that is faster for it, channels first or last.
Steps are measured in turn, for several rounds: the best and the median of as many of each. The time until an accuracy is
its number of steps times the median step, so that evaluations, and what else the machine did meanwhile, don't count. With
`--epochs 0`, steps alone are measured. A ratio below 1 is a shorter time than PyTorch's."""
import argparse
import json
import os
import statistics
import subprocess
import sys

from rounds import FOLDER, OURS, ROOT, core_count, environment, say
from run import build, data_folder, virtual_environment

# The accuracy whose time is told.
TARGETS = {"simple-convnet": 0.99, "deep-convnet": 0.994}
PEER = "PyTorch"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data-dir", default=data_folder(), help="a folder with MNIST's four .gz files; by default "
                        "that in BACKPROP_DATA")
    parser.add_argument("--epochs", type=int, default=10, help="how long each is trained (default: 10)")
    parser.add_argument("--rounds", type=int, default=3, help="how often steps are measured (default: 3)")
    parser.add_argument("--network", choices=TARGETS, help="only this one")
    parser.add_argument("--python", help="an interpreter that has numpy and torch, instead of a new environment")
    parser.add_argument("--backprop", help="the command, instead of a new build")
    options = parser.parse_args()
    if not options.data_dir:
        parser.error("--data-dir must name a folder with MNIST's four .gz files")
    for name in ("python", "backprop", "data_dir"):
        if getattr(options, name):
            setattr(options, name, os.path.abspath(getattr(options, name)))
    os.chdir(ROOT)
    backprop, python = options.backprop or build(), options.python or virtual_environment()
    for network in [options.network] if options.network else TARGETS:
        medians = show_steps(network, backprop, python, options)
        if options.epochs > 0:
            show_accuracy(network, medians, backprop, python, options)


def lines(command):
    """What a program prints, a JSON object a line."""
    result = subprocess.run(command, env=environment(core_count()), stdout=subprocess.PIPE, text=True)
    if result.returncode != 0:
        sys.exit(f"{' '.join(command)} ended with status {result.returncode}")
    return [json.loads(line) for line in result.stdout.splitlines()]


def peer(network, python, options, *more):
    return lines([python, os.path.join(FOLDER, "peers", "torch_convnets.py"), "--data-dir", options.data_dir,
                  "--threads", str(core_count()), "--network", network, *map(str, more)])


def show_steps(network, backprop, python, options):
    """The best step of several rounds, and the median of them all; returns the medians."""
    best, medians = {OURS: [], PEER: []}, {OURS: [], PEER: []}
    for number in range(options.rounds):
        say(f"round {number + 1} of {options.rounds}: a step of {network}")
        ours = lines([backprop, "bench", "--format", "json", "--threads", str(core_count()), "--data-dir",
                      options.data_dir, "--filter", f"step {network}"])[-1]
        theirs = peer(network, python, options, "--epochs", 0, "--steps", ours["samples"])[0]
        for name, row in ((OURS, ours), (PEER, theirs)):
            best[name].append(row["best_seconds"])
            medians[name].append(row["median_seconds"])
    median = {name: statistics.median(times) for name, times in medians.items()}
    for kind, times in (("best", {name: min(times) for name, times in best.items()}), ("median", median)):
        print(f"{network}, a step of 100 images, {kind}: {times[OURS] * 1e3:.2f} ms, {PEER} {times[PEER] * 1e3:.1f} ms, "
              f"ratio {times[OURS] / times[PEER]:.2f}", flush=True)
    return median


def show_accuracy(network, medians, backprop, python, options):
    """The accuracy behind each epoch, and the time of the steps until then."""
    say(f"training {network} for {options.epochs} epochs")
    events = lines([backprop, "train", "--network", network, "--optimizer", "adam", "--epochs", str(options.epochs),
                    "--threads", str(core_count()), "--data-dir", options.data_dir, "--format", "json"])
    # The first event of an epoch comes behind its first step.
    ours = [(event["iteration"], event["test_accuracy"]) for event in events if event["event"] == "epoch"][1:]
    ours.append((events[-1]["iterations"], events[-1]["test_accuracy"]))
    say(f"training {network} for {options.epochs} epochs in {PEER}")
    theirs = [(event["iterations"], event["test_accuracy"])
              for event in peer(network, python, options, "--epochs", options.epochs) if event["event"] == "epoch"]
    for name, points in ((OURS, ours), (PEER, theirs)):
        times = [(steps * medians[name], accuracy) for steps, accuracy in points]
        reached = next((f"after {seconds:.1f} s" for seconds, accuracy in times if accuracy >= TARGETS[network]),
                       "not reached")
        seconds, accuracy = times[-1]
        print(f"{network}, {name}: {TARGETS[network]:.1%} {reached}; {accuracy:.2%} after {len(points)} epochs, "
              f"{seconds:.1f} s", flush=True)


if __name__ == "__main__":
    main()
