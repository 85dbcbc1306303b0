#!/usr/bin/env python3
"""Measures the package beside NumPy, PyTorch and JAX in one run, and writes the tables that the documentation shows.

From a clean clone this is all: it makes a virtual environment of its own in Benchmarks/.venv, installs the peers from
PyPI, builds the command in release mode, runs all programs in turn for several rounds, and writes
Documentation/Growth.md with its picture, and the parts between the marks `benchmarks` of Documentation/Benchmarks.md
and of both READMEs. What stands outside of the marks stays as it is."""
import argparse
import json
import os
import subprocess
import sys
import venv

import growth
import tables
from rounds import FOLDER, ROOT, Run, environment, processor, say, surroundings


def main():
    options = read_options()
    os.chdir(ROOT)
    backprop = build()
    if not options.only_growth:
        python = options.python or virtual_environment()
        run = Run(backprop, python, options)
        run.rounds()
        facts = {**run.facts, **surroundings(), "versions": versions(python), "rounds": options.rounds}
        tables.write(run.summary(), facts, options.output)
    if not options.skip_growth:
        growth.write(backprop, options, processor())


def read_options():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data-dir", default=data_folder(), help="a folder with MNIST's four .gz files; without it, "
                        "and without BACKPROP_DATA, images are made up")
    parser.add_argument("--rounds", type=int, default=3, help="how often everything is measured (default: 3)")
    parser.add_argument("--time-scale", type=float, default=1, help="what the time for each row is multiplied by")
    parser.add_argument("--python", help="an interpreter that has numpy, torch and jax, instead of a new environment")
    parser.add_argument("--output", default=ROOT, help="the folder whose README and Documentation are written")
    parser.add_argument("--skip-growth", action="store_true", help="only measure beside the peers")
    parser.add_argument("--only-growth", action="store_true", help="only measure how time grows with sizes")
    options = parser.parse_args()
    if options.rounds < 1 or not 0 < options.time_scale <= 100:
        parser.error("--rounds must be 1 or more, and --time-scale above 0 and at most 100")
    for name in ("data_dir", "output", "python"):
        if getattr(options, name):
            setattr(options, name, os.path.abspath(getattr(options, name)))
    return options


def data_folder():
    """MNIST's folder in that of BACKPROP_DATA."""
    folder = os.environ.get("BACKPROP_DATA")
    return os.path.join(folder, "mnist") if folder else None


def build():
    """Builds the command and returns its path."""
    say("building the command")
    subprocess.run(["swift", "build", "-c", "release", "--product", "backprop"], check=True, stdout=sys.stderr)
    folder = subprocess.run(["swift", "build", "-c", "release", "--show-bin-path"], check=True,
                            stdout=subprocess.PIPE, text=True).stdout.strip()
    return os.path.join(folder, "backprop")


def virtual_environment(more=()):
    """An environment with the peers, and with further packages; each is installed once."""
    folder = os.path.join(FOLDER, ".venv")
    python = os.path.join(folder, "bin", "python")
    if not os.path.exists(os.path.join(folder, "complete")):
        say("installing numpy, torch and jax into Benchmarks/.venv")
        venv.create(folder, with_pip=True, clear=True)
        subprocess.run([python, "-m", "pip", "install", "--quiet", "numpy", "torch", "jax"], check=True)
        open(os.path.join(folder, "complete"), "w").close()
    for package in more:
        mark = os.path.join(folder, f"complete-{package}")
        if not os.path.exists(mark):
            say(f"installing {package} into Benchmarks/.venv")
            subprocess.run([python, "-m", "pip", "install", "--quiet", package], check=True)
            open(mark, "w").close()
    return python


def versions(python):
    """The versions of all that takes part."""
    script = ("import json, platform, numpy, torch, jax; print(json.dumps({'Python': platform.python_version(), "
              "'NumPy': numpy.__version__, 'PyTorch': torch.__version__, 'JAX': jax.__version__}))")
    result = subprocess.run([python, "-c", script], check=True, stdout=subprocess.PIPE, text=True,
                            env=environment(1))
    swift = subprocess.run(["swift", "--version"], check=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                           text=True).stdout
    words = swift.split()
    return {"Swift": words[words.index("version") + 1] if "version" in words else "?", **json.loads(result.stdout)}


if __name__ == "__main__":
    main()
