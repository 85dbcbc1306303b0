"""Packs ONNX's own test cases of the operators that Backprop reads: Tests/BackpropDataTests/Recorded/onnx-operators.npz.

Needs the package onnx. Run it in the repository's root.

A case is a model with inputs and outputs. Networks take one array of samples: it is the first input (the indices of
Gather), and all others become arrays of the model. The archive holds for each case its model's bytes, the input and the
output, as NAME/model, NAME/input and NAME/output.
"""

import warnings

import numpy as np
import onnx
from onnx import numpy_helper

warnings.simplefilter("ignore")
from onnx.backend.test.case.node import collect_testcases  # noqa: E402

OPERATORS = """Add AveragePool BatchNormalization Cast Concat Constant Conv Div Dropout Erf Flatten Gather Gelu Gemm
GlobalAveragePool Identity LayerNormalization LeakyRelu LogSoftmax MatMul MaxPool Mul Pad ReduceMean Relu Reshape Shape
Sigmoid Slice Softmax Softplus Squeeze Sub Swish Tanh Transpose Unsqueeze""".split()

cases = {}
for case in collect_testcases(None):
    graph = case.model.graph
    kinds = {node.op_type for node in graph.node}
    if not kinds <= set(OPERATORS) or any(n.domain not in ("", "ai.onnx") for n in graph.node):
        continue
    inputs, outputs = case.data_sets[0]
    arrays = list(inputs) + list(outputs)
    if not all(isinstance(a, np.ndarray) and a.dtype.kind in "fiub" and a.nbytes <= 70_000 for a in arrays):
        continue
    if not inputs or case.name in cases:
        continue
    model = onnx.ModelProto()
    model.CopyFrom(case.model)
    place = 1 if graph.node[0].op_type == "Gather" and len(inputs) > 1 else 0
    names = [value.name for value in graph.input]
    for number, name in enumerate(names):
        if number != place:
            model.graph.initializer.append(numpy_helper.from_array(inputs[number], name))
    del model.graph.input[:]
    model.graph.input.append(graph.input[place])
    model.doc_string = ""
    cases[case.name.removeprefix("test_")] = (model.SerializeToString(), inputs[place], outputs[0])

packed = {}
for name, (model, given, expected) in sorted(cases.items()):
    packed[name + "/model"] = np.frombuffer(model, dtype=np.uint8)
    packed[name + "/input"] = given
    packed[name + "/output"] = expected
np.savez_compressed("Tests/BackpropDataTests/Recorded/onnx-operators.npz", **packed)
print(len(cases), "cases with the operators", ", ".join(sorted(OPERATORS)))
