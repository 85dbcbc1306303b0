"""Checks networks that Backprop writes in ONNX's format with ONNX's own checker and with onnxruntime.

    BACKPROP_ONNX=/tmp/onnx swift test --filter networksByChance
    python3 Scripts/onnx-exchange.py /tmp/onnx

The test leaves 500 networks by chance, of all kinds of layers, in an existing folder, each with samples and Backprop's
answers. Every file must pass the checker with its shape inference, and onnxruntime's answers must be within 1e-5 of
Backprop's, relative to the largest number of them. Needs onnx and onnxruntime.
"""

import collections
import pathlib
import sys

import numpy as np
import onnx
import onnxruntime

folder = pathlib.Path(sys.argv[1])
options = onnxruntime.SessionOptions()
options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_DISABLE_ALL
options.log_severity_level = 3
options.intra_op_num_threads = 1
worst, faults, operators = 0, 0, collections.Counter()
files = sorted(folder.glob("*.onnx"))
for path in files:
    model = onnx.load(path)
    try:
        onnx.checker.check_model(model, full_check=True)
        inferred = onnx.shape_inference.infer_shapes(model, strict_mode=True)
        operators.update(node.op_type for node in model.graph.node)
        samples = np.load(path.with_suffix(".input.npy"))
        expected = np.load(path.with_suffix(".scores.npy"))
        session = onnxruntime.InferenceSession(model.SerializeToString(), options, ["CPUExecutionProvider"])
        for count in (len(samples), 1):
            given = samples[:count]
            if session.get_inputs()[0].type == "tensor(int64)":
                given = given.astype(np.int64)
            scores = session.run(None, {"input": given})[0]
            distance = np.abs(scores - expected[:count]).max() / np.abs(expected).max()
            worst = max(worst, distance)
            if not distance <= 1e-5 or scores.shape != expected[:count].shape:
                faults += 1
                print(path.name, [n.op_type for n in model.graph.node], distance)
    except Exception as error:  # noqa: BLE001
        faults += 1
        print(path.name, [n.op_type for n in model.graph.node], error)
print(f"{len(files)} networks, {faults} faults, largest relative distance {worst:.2g}")
print(", ".join(f"{kind} {count}" for kind, count in sorted(operators.items())))
sys.exit(1 if faults or not files else 0)
