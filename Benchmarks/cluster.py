"""What it costs to train with several processes: measures steps of one process and of two, fits a model of the communication
to them, and draws what it says of up to 1,024 processes.

    python3 Benchmarks/cluster.py --data-dir FOLDER [--launch 'one machine=mpirun -n 2' …] [--save FILE] [--draw PICTURE]

Each launch is a name and what starts two processes, such as on two hosts; a model is fitted to each.

A step takes

    compute(batch / ranks) + what of the communication isn't hidden,

where compute(b) = a + c · b is one thread's step, fitted to three sizes. Gradients are on their way as soon as the backward pass
has finished them, one after the other, and each takes log2(ranks) rounds of latency + bytes / rate. Latency and rate are
fitted to the measured steps of two processes."""
import argparse
import json
import math
import shlex
import subprocess

import chart


def affine(inputs, outputs):
    return 2 * inputs * outputs, inputs * outputs + outputs


def conv(channels, filters, kernel, size):
    return 2 * channels * kernel ** 2 * filters * size ** 2, channels * kernel ** 2 * filters + filters


# Arguments, batch, and for each layer the operations of a sample forwards and the parameters.
NETS = {
    "784-50-10": (["--hidden", "50"], 100, [affine(784, 50), affine(50, 10)]),
    "784-1024-1024-10": (["--hidden", "1024,1024"], 512, [affine(784, 1024), affine(1024, 1024), affine(1024, 10)]),
    "simple-convnet": (["--network", "simple-convnet"], 100, [conv(1, 30, 5, 24), affine(4320, 100), affine(100, 10)]),
    "deep-convnet": (["--network", "deep-convnet"], 256, [
        conv(1, 16, 3, 28), conv(16, 16, 3, 28), conv(16, 32, 3, 14), conv(32, 32, 3, 16), conv(32, 64, 3, 8),
        conv(64, 64, 3, 8), affine(1024, 50), affine(50, 10)]),
}


def summary(command):
    output = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return json.loads([line for line in output.splitlines() if '"summary"' in line][-1])


def step(options, name, batch, threads, shards=1, launch=()):
    """The mean seconds of a step, and of its sums where there are several processes."""
    arguments, _, layers = NETS[name]
    operations = 6 * batch * sum(flops for flops, _ in layers)
    count = max(20, min(1500, int(options.seconds * 4e10 / operations)))
    command = [*launch, options.program, "train", "--data-dir", options.data_dir, *arguments, "--batch-size", str(batch),
               "--iterations", str(count), "--threads", str(threads), "--shards", str(shards), "--format", "json", "--quiet"]
    # The fastest of some runs: whatever else the machine does only makes them slower.
    found = min((summary(command) for _ in range(options.runs)), key=lambda found: found["step_microseconds"])
    return {key: found[key] * 1e-6 for key in found if key.endswith("_microseconds")}


def measure(options):
    """Seconds of steps by net: of one thread for three batches, of two threads, of two processes."""
    found = {}
    for name in options.nets:
        batch = NETS[name][1]
        row = {"threads_2": step(options, name, batch, 2)["step_microseconds"]}
        row["one"] = {size: step(options, name, size, 1)["step_microseconds"] for size in (batch // 4, batch // 2, batch)}
        row["ranks_2"] = {}
        for launch in options.launch:
            title, _, command = launch.partition("=")
            row["ranks_2"][title] = step(options, name, batch, 1, 2, shlex.split(command))
        found[name] = row
        print(name, json.dumps(row))
    return found


def line(points):
    """a and c of the line a + c · x with the least squares of relative errors."""
    weights = [1 / y ** 2 for _, y in points]
    total = sum(weights)
    x0 = sum(w * x for w, (x, _) in zip(weights, points)) / total
    y0 = sum(w * y for w, (_, y) in zip(weights, points)) / total
    c = (sum(w * (x - x0) * (y - y0) for w, (x, y) in zip(weights, points))
         / sum(w * (x - x0) ** 2 for w, (x, _) in zip(weights, points)))
    return y0 - c * x0, c


def predicted(name, row, ranks, latency, rate):
    """The seconds of a step of so many processes."""
    _, batch, layers = NETS[name]
    a, c = line([(float(size), seconds) for size, seconds in row["one"].items()])
    compute = max(a, 0) + c * batch / ranks
    if ranks == 1:
        return compute
    # Forwards once, backwards twice: by the weights, then by the input, which the first layer needs no more.
    all_work = sum(3 * flops for flops, _ in layers) - layers[0][0]
    done = sum(flops for flops, _ in layers)
    free = 0.0
    small = 0
    for index in reversed(range(len(layers))):
        flops, parameters = layers[index]
        done += flops * (1 if index == 0 else 2)
        if parameters < 4096:
            small += parameters
            continue
        ready = compute * done / all_work
        free = max(free, ready) + math.log2(ranks) * (latency + 4 * parameters / rate)
    free = max(free, compute) + math.log2(ranks) * (latency + 4 * small / rate)
    return max(free, compute)


def fit(found, launch):
    """Latency and rate by the least squares of relative errors, on a grid that gets finer."""
    def error(latency, rate):
        return sum((predicted(name, row, 2, latency, rate) / row["ranks_2"][launch]["step_microseconds"] - 1) ** 2
                   for name, row in found.items())
    best = (1e-4, 1e9)
    for spread in (10, 3, 1.6, 1.25, 1.1, 1.04, 1.02):
        centre = best
        for i in range(-6, 7):
            for j in range(-6, 7):
                point = (centre[0] * spread ** (i / 2), centre[1] * spread ** (j / 2))
                if error(*point) < error(*best):
                    best = point
    return best


def picture(found, fits):
    panels = []
    for name, row in found.items():
        batch = NETS[name][1]
        ranks = [2 ** power for power in range(11)]
        lines = []
        for launch, fitted in fits.items():
            model = [(count, predicted(name, row, count, *fitted)) for count in ranks]
            alone = {int(size): seconds for size, seconds in row["one"].items()}[batch]
            measured = [(1, alone), (2, row["ranks_2"][launch]["step_microseconds"])]
            lines.append(chart.Line(launch, measured, model))
        panels.append(chart.Panel(name, f"batch {batch}, the same for any number of processes", "processes", lines))
    return panels


def draw(panels):
    text = chart.draw(panels)
    return text.replace("median time of a step", "measured step").replace("its operations at the measured peak", "the model")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data-dir", required=True, help="a folder with MNIST's four .gz files; few images save time")
    parser.add_argument("--program", default=".build/release/backprop", help="built with --traits MPI")
    parser.add_argument("--launch", action="append", help="a name, an equals sign and what starts two processes")
    parser.add_argument("--nets", nargs="*", default=list(NETS))
    parser.add_argument("--seconds", type=float, default=2, help="about how long each training is")
    parser.add_argument("--runs", type=int, default=3, help="how many trainings of a kind there are")
    parser.add_argument("--load", help="takes the measurements of a file that --save wrote")
    parser.add_argument("--save")
    parser.add_argument("--draw", help="a picture to write")
    options = parser.parse_args()
    options.launch = options.launch or ["one machine=mpirun -n 2 --bind-to core"]
    found = json.load(open(options.load)) if options.load else measure(options)
    if options.save:
        json.dump(found, open(options.save, "w"), indent=1)
    launches = list(next(iter(found.values()))["ranks_2"])
    fits = {launch: fit(found, launch) for launch in launches}
    for launch, (latency, rate) in fits.items():
        print(f"{launch}: latency {latency * 1e6:.0f} µs a message, rate {rate / 1e6:.0f} MB/s")
        for name, row in found.items():
            two = row["ranks_2"][launch]
            model, real = predicted(name, row, 2, latency, rate), two["step_microseconds"]
            sums, waits = two["sum_microseconds"], two["wait_microseconds"]
            print(f"  {name}: 2 threads {1e3 * row['threads_2']:.2f} ms, 2 processes {1e3 * real:.2f} ms "
                  f"({real / row['threads_2']:.2f} ×), model {1e3 * model:.2f} ms ({100 * (model / real - 1):+.0f} %), "
                  f"sums {1e3 * sums:.2f} ms, {100 * (1 - waits / sums):.0f} % of them hidden")
    if options.draw:
        with open(options.draw, "w") as file:
            file.write(draw(picture(found, fits)))


if __name__ == "__main__":
    main()
