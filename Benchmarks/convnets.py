#!/usr/bin/env python3
"""Measures the presets with convolutions beside others on MNIST: steps and accuracies beside PyTorch, with Adam, and the
answers of a saved model beside onnxruntime, which gets the same model as an ONNX file.

Steps and answers are measured in turn, for several rounds: the best, and the median of the rounds' medians. PyTorch uses
the layout that is faster for it, channels first or last. Both take batches of 100 images: drawn ones for a step's time, and
shuffled ones with one cycle of the learning rate for as many epochs. The time until
an accuracy is its number of steps times the median step, so that evaluations, and what else the machine did meanwhile,
don't count. A ratio below 1 is a shorter time than the other's.

With --write, each table that was measured for all networks is written into Documentation/Benchmarks.md, between its marks;
the others stay as they are."""
import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile

import tables
from rounds import FOLDER, OURS, ROOT, core_count, environment, say, surroundings
from run import build, data_folder, virtual_environment

# The accuracy whose time is told.
TARGETS = {"simple-convnet": 0.99, "deep-convnet": 0.994}
# The highest learning rate of the trainings whose accuracies are told.
RATE = 0.003
PEER, RUNTIME = "PyTorch", "onnxruntime"
PARTS = ("steps", "inference", "accuracy")


def main():
    options = read_options()
    os.chdir(ROOT)
    backprop, python = options.backprop or build(), options.python or virtual_environment(["onnxruntime"])
    networks = [options.network] if options.network else list(TARGETS)
    rows = {part: [] for part in PARTS}
    medians = {}
    for network in networks:
        if options.parts & {"steps", "accuracy"}:
            steps, medians[network] = measured_steps(network, backprop, python, options)
            rows["steps"].append(steps)
        if "inference" in options.parts:
            rows["inference"] += inference(network, backprop, python, options)
        if "accuracy" in options.parts:
            rows["accuracy"] += accuracy(network, medians[network], backprop, python, options)
    facts = {**surroundings(), "instruction_set": instruction_set(backprop, options)}
    shown = [part for part in PARTS if part in options.parts]
    for part in shown:
        text = document(part, rows[part], facts, options)
        print(text, flush=True)
        if options.write and not options.network:
            tables.write_part(tables.documentation_path(ROOT), f"convnets: {part}", text)


def read_options():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data-dir", default=data_folder(), help="a folder with MNIST's four .gz files; by default "
                        "that in BACKPROP_DATA")
    parser.add_argument("--only", choices=PARTS, action="append", dest="parts", help="only this table; may be repeated")
    parser.add_argument("--epochs", type=int, default=10, help="how long each is trained for its accuracy (default: 10)")
    parser.add_argument("--rounds", type=int, default=3, help="how often steps and answers are measured (default: 3)")
    parser.add_argument("--time-scale", type=float, default=1, help="what the time for steps and answers is multiplied by")
    parser.add_argument("--network", choices=TARGETS, help="only this one; nothing is written")
    parser.add_argument("--write", action="store_true", help="write the tables into Documentation/Benchmarks.md")
    parser.add_argument("--python", help="an interpreter that has numpy, torch and onnxruntime, instead of a new environment")
    parser.add_argument("--backprop", help="the command, instead of a new build")
    options = parser.parse_args()
    if not options.data_dir:
        parser.error("--data-dir must name a folder with MNIST's four .gz files")
    if options.epochs < 1 or options.rounds < 1 or not 0 < options.time_scale <= 100:
        parser.error("--epochs and --rounds must be 1 or more, and --time-scale above 0 and at most 100")
    options.parts = set(options.parts or PARTS)
    for name in ("python", "backprop", "data_dir"):
        if getattr(options, name):
            setattr(options, name, os.path.abspath(getattr(options, name)))
    return options


def lines(command):
    """What a program prints, a JSON object a line."""
    result = subprocess.run(command, env=environment(core_count()), stdout=subprocess.PIPE, text=True)
    if result.returncode != 0:
        sys.exit(f"{' '.join(command)} ended with status {result.returncode}")
    return [json.loads(line) for line in result.stdout.splitlines()]


def peer(network, python, options, *more):
    return lines([python, os.path.join(FOLDER, "peers", "torch_convnets.py"), "--data-dir", options.data_dir,
                  "--threads", str(core_count()), "--network", network, *map(str, more)])


def bench(backprop, options, *more):
    return lines([backprop, "bench", "--format", "json", "--threads", str(core_count()), "--data-dir", options.data_dir,
                  "--time-scale", str(options.time_scale), *more])


def instruction_set(backprop, options):
    """That whose kernels the command uses here, which the first event tells even where no row is measured."""
    return bench(backprop, options, "--filter", "start of")[0]["instruction_set"]


class Turns:
    """The figures of two programs that are measured in turn."""

    def __init__(self, other):
        self.other = other
        self.best, self.medians = {OURS: [], other: []}, {OURS: [], other: []}

    def add(self, program, row):
        self.best[program].append(row["best_seconds"])
        self.medians[program].append(row["median_seconds"])

    @property
    def median(self):
        return {program: statistics.median(times) for program, times in self.medians.items()}

    def row(self, name):
        """The cells of a table: best and median of each, and their ratios."""
        best, median = {program: min(times) for program, times in self.best.items()}, self.median
        times = [f"{tables.time(best[program])} / {tables.time(median[program])}" for program in (OURS, self.other)]
        ratios = [figure[OURS] / figure[self.other] for figure in (best, median)]
        return [name, *times, f"{ratios[0]:.2f} / {ratios[1]:.2f}"]


def measured_steps(network, backprop, python, options):
    """A step's row, and the medians."""
    turns = Turns(PEER)
    for number in range(options.rounds):
        say(f"round {number + 1} of {options.rounds}: a step of {network}")
        ours = bench(backprop, options, "--filter", f"step {network}")[-1]
        turns.add(OURS, ours)
        turns.add(PEER, peer(network, python, options, "--epochs", 0, "--steps", ours["samples"])[0])
    return turns.row(f"a step of `{network}`"), turns.median


def inference(network, backprop, python, options):
    """Rows of a trained model's answers."""
    with tempfile.TemporaryDirectory() as folder:
        saved, exported = os.path.join(folder, "model.safetensors"), os.path.join(folder, "model.onnx")
        say(f"training {network} for its answers")
        run([backprop, "train", "--network", network, "--optimizer", "adam", "--iterations", "300", "--data-dir",
             options.data_dir, "--save", saved, "--quiet"])
        run([backprop, "export", saved, "--onnx", exported])
        turns = {}
        for number in range(options.rounds):
            say(f"round {number + 1} of {options.rounds}: answers of {network}")
            ours = bench(backprop, options, "--model", saved)
            theirs = lines([python, os.path.join(FOLDER, "peers", "onnx_peer.py"), "--model", exported, "--threads",
                            str(core_count()), "--time-scale", str(options.time_scale)])
            for program, rows in ((OURS, ours), (RUNTIME, theirs)):
                for row in rows:
                    if row["event"] == "row":
                        turns.setdefault(row["name"], Turns(RUNTIME)).add(program, row)
    counts = {name: name.rpartition(" ")[2] for name in turns}
    return [turn.row(f"`{network}`, {counts[name]} image{'' if counts[name] == '1' else 's'}")
            for name, turn in turns.items()]


def run(command):
    """Runs a program that has to succeed; what it prints is no figure."""
    result = subprocess.run(command, stdout=subprocess.DEVNULL)
    if result.returncode != 0:
        sys.exit(f"{' '.join(command)} ended with status {result.returncode}")


def accuracy(network, medians, backprop, python, options):
    """Rows of the accuracy behind the last epoch, and of the time of the steps until the accuracy that is wanted."""
    say(f"training {network} for {options.epochs} epochs")
    events = lines([backprop, "train", "--network", network, "--optimizer", "adam", "--learning-rate", str(RATE),
                    "--schedule", "one-cycle", "--sampling", "shuffled", "--epochs", str(options.epochs),
                    "--threads", str(core_count()), "--data-dir", options.data_dir, "--format", "json"])
    # The first event of an epoch comes behind its first step.
    ours = [(event["iteration"], event["test_accuracy"]) for event in events if event["event"] == "epoch"][1:]
    ours.append((events[-1]["iterations"], events[-1]["test_accuracy"]))
    say(f"training {network} for {options.epochs} epochs in {PEER}")
    theirs = [(event["iterations"], event["test_accuracy"])
              for event in peer(network, python, options, "--epochs", options.epochs, "--rate", RATE)
              if event["event"] == "epoch"]
    rows = []
    for name, points in ((OURS, ours), (PEER, theirs)):
        times = [(steps * medians[name], accuracy) for steps, accuracy in points]
        reached = next((f"{seconds:.1f} s" for seconds, accuracy in times if accuracy >= TARGETS[network]), "not reached")
        seconds, accuracy = times[-1]
        rows.append([f"`{network}`, {name}", f"{TARGETS[network]:.1%}: {reached}", f"{accuracy:.2%}", f"{seconds:.1f} s"])
    return rows


def document(part, rows, facts, options):
    """A table with the sentence that says what was measured, when and where."""
    machine = (f"{tables.machine(facts)}; `Benchmarks/convnets.py`, {options.rounds} "
               f"round{'' if options.rounds == 1 else 's'}")
    if part == "steps":
        words = f"""Steps of 100 images of MNIST with Adam, best / median; {machine}. {PEER} computes in the layout that is
faster for it:"""
        headings = ["", OURS, PEER, "ratio"]
    elif part == "inference":
        words = f"""Answers of a saved model, and of the same model as an ONNX file in {RUNTIME}, in turn, best / median;
{machine}:"""
        headings = ["", OURS, RUNTIME, "ratio"]
    else:
        words = f"""Training with Adam for {options.epochs} epoch{'' if options.epochs == 1 else 's'} of MNIST, shuffled, in
batches of 100 images, with one cycle of the learning rate up to {RATE} and down again, in both programs: the
time of the steps until an accuracy on the 10,000 test images, the accuracy at the end and the time of all steps; {machine}:"""
        headings = ["", "time until", "at the end", "in all"]
    return f"\n{tables.paragraph(words)}\n\n{tables.table(headings, rows)}\n"


if __name__ == "__main__":
    main()
