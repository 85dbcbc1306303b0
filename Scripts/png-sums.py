"""Writes the sums of pictures' pixels that the tests of the PNG reader compare with.

    python3 Scripts/png-sums.py FOLDER > Tests/BackpropFormatsTests/Recorded/png-sums.txt

The samples are read by pypng, put on white and rounded to 8 bits here in whole numbers; Pillow's pixels must agree to
one step. A line has a picture's name, its width, its height and the SHA-256 of its pixels as red, green and blue.
Needs numpy, pillow and pypng.
"""
import hashlib
import pathlib
import sys

import numpy as np
import png
from PIL import Image


def pixels(path):
    """(height, width, 3) of what is seen on white."""
    reader = png.Reader(filename=str(path))
    reader.preamble()
    # The number of meaningful bits changes nothing of the samples.
    reader.sbit = None
    width, height, rows, info = reader.read()
    samples = np.vstack([np.asarray(row, dtype=np.int64) for row in rows]).reshape(height, width, -1)
    greatest = 2 ** info["bitdepth"] - 1
    alpha = np.full((height, width, 1), greatest, dtype=np.int64)
    if "palette" in info and info["planes"] == 1:
        table = np.array([tuple(color) + (255,) * (4 - len(color)) for color in info["palette"]], dtype=np.int64)
        found = table[samples[:, :, 0]]
        color, alpha, greatest = found[:, :, :3], found[:, :, 3:], 255
    else:
        planes = 1 if info["greyscale"] else 3
        color = samples[:, :, :planes]
        if info["alpha"]:
            alpha = samples[:, :, planes:]
        elif info.get("transparent") is not None:
            clear = np.array(info["transparent"], dtype=np.int64).reshape(-1)
            alpha = np.where((color == clear).all(axis=2, keepdims=True), 0, greatest)
    whole = greatest * greatest
    on_white = (255 * (color * alpha + greatest * (greatest - alpha)) + whole // 2) // whole
    return np.broadcast_to(on_white, (height, width, 3)).astype(np.uint8)


def pillow(path):
    """The same by Pillow, which cuts 16 bits off instead of rounding them."""
    image = Image.open(path)
    if image.mode.startswith("I"):
        grey = np.asarray(image).astype(np.int64)
        clear = image.info.get("transparency")
        grey = np.where(grey == clear, 255, grey >> 8) if clear is not None else grey >> 8
        return np.repeat(grey[:, :, None], 3, axis=2)
    white = Image.new("RGBA", image.size, (255, 255, 255, 255))
    return np.asarray(Image.alpha_composite(white, image.convert("RGBA")).convert("RGB")).astype(np.int64)


for path in sorted(pathlib.Path(sys.argv[1]).glob("*.png")):
    seen = pixels(path)
    off = np.abs(seen.astype(np.int64) - pillow(path)).max()
    if off > 1:
        print(f"{path.name}: Pillow differs by {off}", file=sys.stderr)
    print(path.name, seen.shape[1], seen.shape[0], hashlib.sha256(seen.tobytes()).hexdigest())
