"""Writes what the rounds found as Markdown: a table for the READMEs, and all figures for the documentation."""
import os
import textwrap

from rounds import OURS, PEERS, TAKEN

# The README's rows in both languages; a name that wasn't measured is left out.
SHOWN = [
    ("step 784-50-10, batch 100", "One training step of 784-50-10, batch 100", "784-50-10 训练一步，每批 100 张"),
    ("step 784-50-10, batch 100" + TAKEN, "… while another process takes one core", "……另一进程占用一个核心时"),
    ("step 784-50-10, batch 100, noise", "… on images of noise, without zeros", "……图像为无零值的噪声时"),
    ("whole job 784-50-10", "The whole job: 10,000 steps, 17 evaluations of 70,000 images",
     "整个任务：10,000 步，对 70,000 张图像评估 17 次"),
    ("step 784-1024-1024-10, batch 128", "One step of 784-1024-1024-10, batch 128", "784-1024-1024-10 训练一步，每批 128 张"),
    ("step 784-1024-1024-10, batch 128, noise", "… on images of noise, without zeros", "……图像为无零值的噪声时"),
    ("numerical gradient, 39,760 parameters", "Numerical gradient by 39,760 parameters, Double",
     "39,760 个参数的数值梯度，Double"),
    ("scalar chain, one node", "One node of a graph of scalars, forward and backward", "标量计算图的一个节点，正向与反向"),
    ("inference 784-50-10, batch 1", "Inference, 1 image", "推理，1 张图像"),
    ("inference 784-50-10, batch 100", "Inference, 100 images", "推理，100 张图像"),
    ("inference 784-50-10, batch 10,000", "Inference, 10,000 images", "推理，10,000 张图像"),
    ("reading four .gz files", "Reading MNIST's four .gz files", "读取 MNIST 的四个 .gz 文件"),
]
PROGRAMS = [OURS, *PEERS]


def write(summary, facts, folder):
    """Writes the documentation's part and those of the READMEs that are in a folder."""
    write_part(documentation_path(folder), "benchmarks", documentation(summary, facts))
    for name, text in (("README.md", english(summary, facts)), ("README.zh-CN.md", chinese(summary, facts))):
        path = os.path.join(folder, name)
        if os.path.exists(path):
            write_part(path, "benchmarks", text)


def documentation_path(folder):
    """Where all figures are; a new file begins with its heading alone."""
    path = os.path.join(folder, "Documentation", "Benchmarks.md")
    os.makedirs(os.path.dirname(path), exist_ok=True)
    if not os.path.exists(path):
        with open(path, "w", encoding="utf-8") as file:
            file.write("# Benchmarks\n\n<!-- benchmarks -->\n<!-- /benchmarks -->\n")
    return path


def write_part(path, name, text):
    """Writes a file's part between the marks of a name anew. What stands outside of them, people wrote: it stays.

    A name without marks gets them at the end of the documentation; a README must say where its table stands."""
    start, end = f"<!-- {name} -->", f"<!-- /{name} -->"
    with open(path, encoding="utf-8") as file:
        content = file.read()
    if start not in content and end not in content and os.path.basename(path) == "Benchmarks.md":
        content = f"{content.rstrip()}\n\n{start}\n{end}\n"
    if content.count(start) != 1 or content.count(end) != 1 or content.index(end) < content.index(start):
        raise SystemExit(f"{path} must have {start} once, and {end} once behind it, to write the table between")
    before, _, rest = content.partition(start)
    after = rest.partition(end)[2]
    new = f"{before}{start}\n{text}\n{end}{after}"
    # The whole file or nothing, whatever stops this program.
    with open(path + ".part", "w", encoding="utf-8") as file:
        file.write(new)
    os.replace(path + ".part", path)


def time(seconds):
    """A time with three digits that count."""
    for unit, size in (("ns", 1e-9), ("µs", 1e-6), ("ms", 1e-3), ("s", 1)):
        if seconds < 1000 * size * 0.9995 or unit == "s":
            number = seconds / size
            return f"{number:.{2 if number < 9.995 else 1 if number < 99.95 else 0}f} {unit}"


def times(summary, key, program):
    """A cell with the best and the median time."""
    figure = summary.get(key, {}).get(program)
    if figure is None or not hasattr(figure, "best"):
        return "–"
    return f"{time(figure.best)} / {time(figure.median)}"


def peak(summary, kind, threads):
    """The measured peak in operations a second."""
    figure = summary.get(("multiply-adds at their peak", kind, threads), {}).get(OURS)
    return figure.gflops * 1e9 if figure else None


def limit(summary, key):
    """The time that a row's operations take at the peak."""
    if key[0].endswith(TAKEN):
        return None  # how much of a core another process leaves isn't known
    figure = summary[key].get(OURS)
    best = peak(summary, key[1], key[2])
    return figure.flops / best if best and figure and getattr(figure, "flops", None) else None


def key_of(summary, name):
    """The row of that name with the most threads, in Float where there is a choice."""
    keys = [key for key in summary if key[0] == name]
    return max(keys, key=lambda key: (key[2], key[1] == "float"), default=None)


def readme_rows(summary, language):
    """The README's rows: medians, since one figure a cell is enough there."""
    rows = []
    for name, *words in SHOWN:
        key = key_of(summary, name)
        if key:
            at_peak = limit(summary, key)
            figures = [summary[key].get(program) for program in PROGRAMS]
            cells = [time(figure.median) if figure else "–" for figure in figures]
            rows.append([words[language], *cells, time(at_peak) if at_peak else "–"])
    return rows


def table(headings, rows):
    """A Markdown table whose figures stand to the right."""
    lines = [headings, ["---"] + ["---:"] * (len(headings) - 1), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def others(summary):
    """The start of the process and the memory, for the sentence under a README's table."""
    start = summary.get(key_of(summary, "start of the process (--version)"), {}).get(OURS)
    memory = summary.get(key_of(summary, "peak memory of the whole job"), {}).get(OURS)
    return time(start.best) if start else "–", f"{memory.bytes / 1e6:.0f} MB" if memory else "–"


def version_list(facts):
    return ", ".join(f"{name} {version}" for name, version in facts["versions"].items())


def machine(facts):
    """Where, when and on what source it was measured, for a sentence."""
    return (f"{facts['cores']} cores of {facts['processor']} ({facts['instruction_set']}), {facts['date']}, "
            f"commit {facts['commit']}")


def paragraph(words):
    """Words in lines of no more than 120 characters."""
    return textwrap.fill(" ".join(words.split()), 120, break_long_words=False, break_on_hyphens=False)


def english(summary, facts):
    start, memory = others(summary)
    rows = table(["", *PROGRAMS, "at peak speed"], readme_rows(summary, 0))
    words = paragraph(f"""
Median times, all in one run on {machine(facts)}; {version_list(facts)}. The peers compute in `float32` unless the row says otherwise; JAX runs whole epochs in
one compiled scan. The last column is the time that the products' floating-point operations take at the measured peak of
these cores, all of them counted; this package skips what is zero in a whole tile of rows: most pixels of MNIST, none of
the noise, and part of a hidden layer behind a ReLU. The command starts in {start}, and the whole job's memory peaks at {memory}.
`Benchmarks/run.py` measures all this anew; [Documentation/Benchmarks.md](Documentation/Benchmarks.md) has all figures,
[Documentation/Growth.md](Documentation/Growth.md) how they grow with the sizes.""")
    return f"\n{rows}\n\n{words}\n"


def chinese(summary, facts):
    start, memory = others(summary)
    rows = table(["", *PROGRAMS, "按峰值算力的理论用时"], readme_rows(summary, 1))
    return f"""
{rows}

以上均为用时的中位数，在同一次运行中测得：{facts['processor']} 的 {facts['cores']} 个核心（{facts['instruction_set']}），{facts['date']}，提交 {facts['commit']}；{version_list(facts)}。
除另有注明外，对照程序使用 `float32`；JAX 把整轮训练（epoch）编译成一个 scan。最后一列是：假如矩阵乘法的全部浮点运算都以这些核心的实测峰值速度执行，
需要多少时间。本库会跳过一整组行中同时为零的元素：MNIST 的大多数像素，以及 ReLU 之后隐藏层的一部分；噪声图像则没有可跳过的零。
命令启动用时 {start}，整个任务的内存峰值为 {memory}。`Benchmarks/run.py` 可重新测量；全部数据见
[Documentation/Benchmarks.md](Documentation/Benchmarks.md)，用时随规模增长的情况见 [Documentation/Growth.md](Documentation/Growth.md)。
"""


def documentation(summary, facts):
    rows = []
    for key in summary:
        name, kind, threads = key
        figure = summary[key].get(OURS)
        if figure is None or figure.bytes is not None:
            continue
        best, gflops = peak(summary, kind, threads), getattr(figure, "gflops", None)
        rows.append([
            name, kind or "", str(threads), *(times(summary, key, program) for program in PROGRAMS),
            f"{gflops:.3g}" if gflops else "–", f"{gflops * 1e9 / best:.0%}" if gflops and best else "–"])
    headings = ["", "type", "threads", *PROGRAMS, "GFLOP/s", "of peak"]
    start, memory = others(summary)
    return f"""
Written by `Benchmarks/run.py`, which builds the command, installs the peers, and runs all programs in turn.

- Machine: {facts['cores']} cores of {facts['processor']}, instruction set {facts['instruction_set']}
- Date: {facts['date']}, commit {facts['commit']}
- Versions: {version_list(facts)}
- Images: {'MNIST' if facts['data'] == 'mnist' else facts['data']}
- Rounds: {facts['rounds']}; each cell is the best time of all rounds / the median of the rounds' medians

{table(headings, rows)}

GFLOP/s and the share of the peak are those of {OURS} at its best time. Only matrix products are counted, two
operations for each multiply-add; `Sources/BackpropCLI/Bench/FlopCount.swift` has the formulas. The peak is that of
multiply-adds in registers with the same type and number of threads, in the first rows. Products leave out what is zero
for a whole tile, as most pixels of MNIST are and, behind a ReLU, a part of a hidden layer; so steps do less than is
counted, those on noise the least, since its pixels aren't zero. The peers compute all in any case. The numerical gradient is counted as two forward passes for each parameter,
though a program may find shorter ways. “One core taken” means that another process computes all the time on one of the
cores.

The whole job starts with the first draw of a batch and ends with the 10,000th update; in between all 70,000 images are
evaluated 17 times. JAX runs the steps between two evaluations as one compiled scan, and compiling isn't counted. The
peers' programs are in `Benchmarks/peers`; reading files means decoding MNIST's four .gz files into what each program
trains on.

Peak memory of `backprop train` for the whole job: {memory}. Start of the process: {start}.
"""
