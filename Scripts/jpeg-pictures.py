"""Writes the small JPEGs that the tests read, and beside them Pillow's pixels as PPM.

    python3 Scripts/jpeg-pictures.py Tests/BackpropFormatsTests/Recorded

Needs numpy and pillow.
"""
import pathlib
import sys

import numpy as np
from PIL import Image

folder = pathlib.Path(sys.argv[1])
y, x = np.mgrid[0:20, 0:24]
picture = Image.fromarray(np.stack([x * 10, y * 12, (x + y) * 5], axis=2).astype(np.uint8))


def save(name, image, **options):
    image.save(folder / f"{name}.jpg", **options)
    Image.open(folder / f"{name}.jpg").convert("RGB").save(folder / f"{name}.ppm")


save("tiny", picture, quality=90)
save("grey", picture.convert("L"), quality=80)
save("progressive", picture, quality=90, progressive=True)
picture.convert("CMYK").save(folder / "cmyk.jpg")

# Dark at the top left, stored in each of the eight ways in which a camera may be held.
upright = Image.new("L", (16, 24), 230)
upright.paste(20, (0, 0, 8, 8))
back = [None, Image.FLIP_LEFT_RIGHT, Image.ROTATE_180, Image.FLIP_TOP_BOTTOM, Image.TRANSPOSE, Image.ROTATE_90,
        Image.TRANSVERSE, Image.ROTATE_270]
for number, turn in enumerate(back, 1):
    exif = Image.Exif()
    exif[0x0112] = number
    stored = upright if turn is None else upright.transpose(turn)
    stored.save(folder / f"orientation{number}.jpg", exif=exif, quality=95)
