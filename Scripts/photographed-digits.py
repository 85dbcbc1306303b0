"""Puts digits of MNIST's test set on paper and photographs them: pictures to try a predictor's geometry with.

    python3 Scripts/photographed-digits.py MNIST_FOLDER OUTPUT_FOLDER [COUNT] [SEED]

Each is dark on light (one in ten light on dark), 200 to 1000 pixels wide, turned by up to 12 degrees, anywhere on the
paper, with light from one side, a shadow, grain, sometimes the paper's lines, and what JPEG leaves. A file is called
NUMBER-LABEL.png. Needs numpy and pillow.
"""
import gzip
import io
import pathlib
import sys

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

source, target = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
count = int(sys.argv[3]) if len(sys.argv) > 3 else 500
random = np.random.default_rng(int(sys.argv[4]) if len(sys.argv) > 4 else 19)


def idx(name, start):
    for path in (source / name, source / (name + ".gz")):
        if path.exists():
            data = path.read_bytes()
            data = gzip.decompress(data) if data[:2] == b"\x1f\x8b" else data
            return np.frombuffer(data, np.uint8, offset=start)
    raise SystemExit(f"no {name}")


images = idx("t10k-images-idx3-ubyte", 16).reshape(-1, 28, 28)
labels = idx("t10k-labels-idx1-ubyte", 8)


def photograph(digit):
    """The digit on paper, as bytes."""
    width, height = (int(n) for n in random.integers(200, 1001, 2))
    height = int(np.clip(height, width * 0.6, width * 1.6))
    rows, columns = np.nonzero(digit)
    cut = digit[rows.min():rows.max() + 1, columns.min():columns.max() + 1]
    size = random.uniform(0.3, 0.75) * min(width, height)
    scale = size / max(cut.shape)
    ink = Image.fromarray(cut).resize(
        (max(1, round(cut.shape[1] * scale)), max(1, round(cut.shape[0] * scale))), Image.BICUBIC)
    # A pen's edge is sharper than that of an enlarged picture.
    ink = ink.point(lambda v: int(np.clip((v - 70) * 2.2, 0, 255)))
    ink = ink.rotate(random.uniform(-12, 12), Image.BICUBIC, expand=True)
    mask = Image.new("L", (width, height))
    left, top = (random.integers(5, max(6, room)) for room in (width - ink.width - 5, height - ink.height - 5))
    mask.paste(ink, (int(left), int(top)))
    mask = np.asarray(mask, np.float64) / 255
    y, x = np.mgrid[0:height, 0:width] / max(width, height)
    paper = np.full((height, width), random.uniform(170, 245))
    if random.random() < 0.35:
        lines = Image.new("L", (width, height), 0)
        draw, step = ImageDraw.Draw(lines), int(min(width, height) * random.uniform(0.06, 0.15))
        for at in range(step, max(width, height), step):
            draw.line((0, at, width, at + random.integers(-2, 3)), fill=255, width=max(1, width // 300))
            if step % 2:
                draw.line((at, 0, at, height), fill=255, width=max(1, width // 300))
        paper = paper - np.asarray(lines, np.float64) / 255 * random.uniform(15, 45)
    pen = random.uniform(15, 80)
    seen = paper * (1 - mask) + pen * mask
    angle = random.uniform(0, 2 * np.pi)
    light = 1 - random.uniform(0, 0.45) * (np.cos(angle) * x + np.sin(angle) * y + 1) / 2
    light *= 1 - random.uniform(0, 0.3) * ((x - x.mean()) ** 2 + (y - y.mean()) ** 2)
    if random.random() < 0.5:
        angle, place = random.uniform(0, 2 * np.pi), random.uniform(-0.2, 0.2)
        edge = (np.cos(angle) * (x - x.mean()) + np.sin(angle) * (y - y.mean()) - place) / random.uniform(0.02, 0.15)
        light *= 1 - random.uniform(0.1, 0.35) / (1 + np.exp(-np.clip(edge, -50, 50)))
    seen = seen * light
    texture = Image.fromarray(random.normal(128, 40, (height, width)).clip(0, 255).astype(np.uint8))
    texture = np.asarray(texture.filter(ImageFilter.GaussianBlur(random.uniform(1, 4))), np.float64) - 128
    seen += texture * random.uniform(0, 0.8) + random.normal(0, random.uniform(0, 8), seen.shape)
    if random.random() < 0.1:
        seen = 255 - seen
    photo = Image.fromarray(seen.clip(0, 255).astype(np.uint8)).filter(
        ImageFilter.GaussianBlur(random.uniform(0, width / 400)))
    if random.random() < 0.5:
        tint = [random.uniform(0.85, 1) for _ in range(3)]
        photo = Image.merge("RGB", [photo.point(lambda v, t=t: int(v * t)) for t in tint])
    jpeg = io.BytesIO()
    photo.save(jpeg, "JPEG", quality=int(random.integers(40, 95)))
    return Image.open(jpeg)


target.mkdir(parents=True, exist_ok=True)
for number, position in enumerate(random.choice(len(images), count, replace=False)):
    photograph(images[position]).save(target / f"{number:04d}-{labels[position]}.png")
