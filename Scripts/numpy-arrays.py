"""Writes the files of NumPy's that tests read, in Base64, to Tests/BackpropFormatsTests/Support/NumPyFiles.swift.

Needs NumPy. Run it in the repository's root.
"""

import base64
import io
import zipfile

import numpy as np

KINDS = ["f8", "f4", "f2", "i8", "i4", "i2", "i1", "u8", "u4", "u2", "u1"]


def npy(array, version=None):
    out = io.BytesIO()
    np.lib.format.write_array(out, array, version=version)
    return out.getvalue()


class Stream(io.RawIOBase):
    """Takes bytes as a pipe does: sizes then follow the data."""

    def __init__(self):
        self.bytes = b""

    def writable(self):
        return True

    def write(self, data):
        self.bytes += bytes(data)
        return len(data)


def archive(save, out):
    save(out, weight=np.arange(6, dtype="<f4").reshape(2, 3), bias=np.array([1, -1], dtype=">i8"))
    return out.bytes if isinstance(out, Stream) else out.getvalue()


files = {}
for kind in KINDS:
    numbers = np.array([[0, 1, 2], [100, 7, 3]]).astype(kind)
    for mark in "<>":
        name = ("little" if mark == "<" else "big") + kind.upper()
        files[name] = npy(numbers.astype(mark + kind))
files["truths"] = npy(np.array([True, False, True]))
files["single"] = npy(np.array(2.5))
files["empty"] = npy(np.zeros((0, 3), dtype="f4"))
files["fortran"] = npy(np.asfortranarray(np.arange(24, dtype="f4").reshape(2, 3, 4)))
files["version2"] = npy(np.arange(3, dtype="i4"), version=(2, 0))
files["version3"] = npy(np.arange(3, dtype="i4"), version=(3, 0))
files["texts"] = npy(np.array(["a", "b"]))
files["complexes"] = npy(np.array([1j]))
files["records"] = npy(np.zeros(2, dtype=[("a", "f4"), ("b", "i4")]))
files["dates"] = npy(np.array(["2024-01-01"], dtype="M8[D]"))
files["objects"] = npy(np.array([{}, []], dtype=object))
files["stored"] = archive(np.savez, io.BytesIO())
files["deflated"] = archive(np.savez_compressed, io.BytesIO())
files["streamed"] = archive(np.savez_compressed, Stream())

lines = [
    "import Foundation",
    "",
    "/// Files that NumPy wrote, in Base64, by Scripts/numpy-arrays.py. Arrays of a kind hold 0, 1, 2 and 100, 7, 3.",
    "enum NumPyFiles {",
    "  static func bytes(_ name: String) -> [UInt8] {",
    '    Data(base64Encoded: all[name] ?? "").map { [UInt8]($0) } ?? []',
    "  }",
    "",
    "  static let all: [String: String] = [",
]
for name, content in files.items():
    text = base64.b64encode(content).decode()
    lines.append(f'    "{name}":')
    parts = [text[i : i + 96] for i in range(0, len(text), 96)]
    for i, part in enumerate(parts):
        lines.append(f'      {"+ " if i else ""}"{part}"' + ("," if i == len(parts) - 1 else ""))
lines += ["  ]", "}"]
with open("Tests/BackpropFormatsTests/Support/NumPyFiles.swift", "w") as file:
    file.write("\n".join(lines) + "\n")
