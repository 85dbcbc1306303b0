"""Measures how the time of a training step grows with one size while the others stay, and draws it."""
import datetime
import json
import os
import subprocess
import sys

import chart
from rounds import OURS, core_count, say
from tables import paragraph, table, time

# The series of `backprop bench --filter growth`, with what is written over and under each.
SERIES = [
    ("hidden", "Hidden size", "784-H-10, batch 100", "hidden units"),
    ("batch", "Batch size", "784-50-10", "images in a batch"),
    ("depth", "Depth", "784-(256 × depth)-10, batch 100", "hidden layers"),
    ("threads", "Threads", "two networks", "threads"),
]


def write(backprop, options, processor):
    """Measures and writes Documentation/Growth.md and its picture."""
    say("measuring growth")
    command = [backprop, "bench", "--filter", "growth", "--format", "json", "--threads", str(core_count()),
               "--time-scale", str(options.time_scale)]
    if options.data_dir:
        command += ["--data-dir", options.data_dir]
    result = subprocess.run(command, stdout=subprocess.PIPE, text=True)
    if result.returncode != 0:
        sys.exit(f"{' '.join(command)} ended with status {result.returncode}")
    lines = [json.loads(line) for line in result.stdout.splitlines()]
    rows = [line for line in lines if line["event"] == "row"]
    machine = (f"{lines[0]['threads']} cores of {processor} ({lines[0]['instruction_set']}) on "
               f"{datetime.date.today().isoformat()}")
    folder = os.path.join(options.output, "Documentation")
    os.makedirs(folder, exist_ok=True)
    with open(os.path.join(folder, "growth.svg"), "w", encoding="utf-8") as file:
        file.write(chart.draw([panel(rows, *series) for series in SERIES]))
    with open(os.path.join(folder, "Growth.md"), "w", encoding="utf-8") as file:
        file.write(document(rows, machine))


def panel(rows, series, title, subtitle, unit):
    """What a panel shows: the measured times, and those of the operations at the measured peak."""
    lines = []
    networks = {}
    for row in rows:
        if row["series"] == series:
            networks.setdefault(network(row) if series == "threads" else "", []).append(row)
    for name, members in networks.items():
        points = [(row["value"], row["median_seconds"]) for row in members]
        at_peak = [(row["value"], row["best_seconds"] * row["share_of_peak"]) for row in members]
        lines.append(chart.Line(name or "measured", points, at_peak))
    return chart.Panel(title, subtitle, unit, lines)


def network(row):
    """The network of a row's name, such as 784-50-10."""
    return row["name"].split(": ")[1].split(",")[0]


def document(rows, machine):
    words = paragraph(f"""
How the time of one training step, with the drawing and gathering of its batch, grows with one size while the others
stay. Measured by {OURS} alone on {machine}, with all cores where the threads aren't what grows; Float; written by
`Benchmarks/run.py`. `backprop bench --filter growth` prints the same figures.""")
    parts = [f"""# Growth

{words}

![Time of a step against hidden size, batch size, depth and threads](growth.svg)

The lines show the time that the step's floating-point operations take at the measured peak of the threads used. A time
that keeps its distance from the line grows as the operations do; where the work is small, what isn't products, such as
the draw of the batch and the hand-over between threads, keeps it further away.
"""]
    for series, title, subtitle, _ in SERIES:
        headings = [title.lower() if series != "threads" else "network, threads", "best", "median", "per image",
                    "MFLOP", "GFLOP/s", "of peak"]
        cells = []
        for row in rows:
            if row["series"] == series:
                first = f"{row['value']:,}" if series != "threads" else f"{network(row)}, {row['value']}"
                cells.append([
                    first, time(row["best_seconds"]), time(row["median_seconds"]),
                    time(row["median_seconds"] / row["batch"]), f"{row['flops'] / 1e6:,.{0 if row['flops'] > 1e8 else 2}f}",
                    f"{row['gflops']:.3g}", f"{row['share_of_peak']:.0%}"])
        parts.append(f"## {title}\n\n{subtitle[0].upper()}{subtitle[1:]}.\n\n{table(headings, cells)}\n")
    return "\n".join(parts)
