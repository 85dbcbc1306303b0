"""Runs the command and its peers in turn, several times over, and keeps every figure."""
import datetime
import json
import os
import platform
import statistics
import subprocess
import sys
from contextlib import contextmanager

FOLDER = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(FOLDER)
OURS = "swift-backprop"
PEERS = {"NumPy": "numpy_peer.py", "PyTorch": "torch_peer.py", "JAX": "jax_peer.py"}
TAKEN = ", one core taken"
# What is measured together in one process, with the peers that do it; with "both", by one thread and by all.
GROUPS = [
    ("multiply-adds", [], "all"),
    ("product", ["NumPy", "PyTorch"], "both"),
    ("batch 100, forward", ["PyTorch"], "all"),
    ("batch 100, by", ["PyTorch"], "all"),
    ("of 1M numbers", ["PyTorch"], "both"),
    ("step 784-50-10", ["NumPy", "PyTorch", "JAX"], "all"),
    ("step 784-1024", ["PyTorch", "JAX"], "all"),
    ("whole job", ["NumPy", "PyTorch", "JAX"], "all"),
    ("gradient", ["NumPy"], "all"),
    ("scalar chain", ["PyTorch"], "one"),
    ("inference", ["NumPy", "PyTorch", "JAX"], "all"),
    ("reading", ["NumPy"], "all"),
    ("start of", [], "all"),
]


def core_count():
    """The cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()


class Run:
    """The figures of all programs: a list of (best, median) for each row and program."""

    def __init__(self, backprop, python, options):
        self.backprop = backprop
        self.python = python
        self.options = options
        self.figures = {}
        self.facts = {}

    def rounds(self):
        """Measures everything, the programs in turn."""
        for number in range(self.options.rounds):
            for text, peers, threads in GROUPS:
                say(f"round {number + 1} of {self.options.rounds}: {text}")
                self.ours(text)
                for peer in peers:
                    counts = {"one": [1], "all": [core_count()], "both": [1, core_count()]}[threads]
                    for count in sorted(set(counts)):
                        self.peer(peer, text, count)
            self.busy_core(number)
        # A row that no other stands beside has another name there.
        strangers = [key for key, programs in self.figures.items() if OURS not in programs]
        if strangers:
            sys.exit(f"the peers measured what the command doesn't: {strangers}")

    def busy_core(self, number):
        """A training step while another process takes one of the cores."""
        if core_count() < 2 or not hasattr(os, "sched_setaffinity"):
            return
        say(f"round {number + 1} of {self.options.rounds}: a step with one core taken")
        text = f"step 784-50-10, batch 100 float {core_count()} threads"
        with core_taken(max(os.sched_getaffinity(0))):
            self.ours(text, TAKEN)
            for peer in PEERS:
                self.peer(peer, text, core_count(), TAKEN)

    def ours(self, text, suffix=""):
        arguments = ["bench", "--format", "json", "--threads", str(core_count()), "--filter", text,
                     "--time-scale", str(self.options.time_scale)]
        self.collect(OURS, [self.backprop, *arguments], os.environ, suffix)

    def peer(self, peer, text, threads, suffix=""):
        arguments = ["--threads", str(threads), "--filter", text, "--time-scale", str(self.options.time_scale)]
        program = os.path.join(FOLDER, "peers", PEERS[peer])
        self.collect(peer, [self.python, program, *arguments], environment(threads), suffix)

    def collect(self, program, command, environment, suffix):
        """Runs a program and keeps the figures of the rows it prints."""
        if self.options.data_dir:
            command = [*command, "--data-dir", self.options.data_dir]
        result = subprocess.run(command, env=environment, stdout=subprocess.PIPE, text=True)
        if result.returncode != 0:
            sys.exit(f"{' '.join(command)} ended with status {result.returncode}")
        for line in result.stdout.splitlines():
            row = json.loads(line)
            if row["event"] != "row":
                self.facts.update(row)
                continue
            key = (row["name"] + suffix, row.get("type"), row["threads"])
            programs = self.figures.setdefault(key, {})
            programs.setdefault(program, []).append(row)

    def summary(self):
        """For each row and program: the best of all rounds and the median of their medians."""
        return {key: {program: Figure(rows) for program, rows in programs.items()}
                for key, programs in self.figures.items()}


class Figure:
    """What the rounds found for one row of one program."""

    def __init__(self, rows):
        self.bytes = max((row["bytes"] for row in rows if "bytes" in row), default=None)
        timed = [row for row in rows if "best_seconds" in row]
        if timed:
            fastest = min(timed, key=lambda row: row["best_seconds"])
            self.best = fastest["best_seconds"]
            self.median = statistics.median(row["median_seconds"] for row in timed)
            self.flops = fastest.get("flops")
            self.gflops = fastest.get("gflops")


def environment(threads):
    """The peers' environment. Settings that tie OpenBLAS to an older processor would slow NumPy down."""
    kept = {name: value for name, value in os.environ.items()
            if name not in ("OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE")}
    return {**kept, "OPENBLAS_NUM_THREADS": str(threads), "OMP_NUM_THREADS": str(threads),
            "MKL_NUM_THREADS": str(threads), "JAX_PLATFORMS": "cpu"}


@contextmanager
def core_taken(core):
    """Another process that computes on one core all the time."""
    script = f"import os\nos.sched_setaffinity(0, {{{core}}})\nwhile True: pass"
    process = subprocess.Popen([sys.executable, "-c", script])
    try:
        yield
    finally:
        process.kill()
        process.wait()


def processor():
    """The processor's name."""
    try:
        with open("/proc/cpuinfo") as file:
            for line in file:
                if line.startswith("model name"):
                    return " ".join(line.split(":", 1)[1].split())
    except OSError:
        pass
    if sys.platform == "darwin":
        name = subprocess.run(["sysctl", "-n", "machdep.cpu.brand_string"], stdout=subprocess.PIPE, text=True)
        return name.stdout.strip()
    return platform.machine()


def surroundings():
    """Where, when and on what source something is measured; the instruction set is told by the command's `bench`."""
    commit = subprocess.run(["git", "rev-parse", "--short", "HEAD"], cwd=ROOT, stdout=subprocess.PIPE,
                            stderr=subprocess.DEVNULL, text=True).stdout.strip()
    return {"processor": processor(), "cores": core_count(), "date": datetime.date.today().isoformat(),
            "commit": commit or "unknown"}


def say(text):
    """Tells how far the run is."""
    print(text, file=sys.stderr, flush=True)
