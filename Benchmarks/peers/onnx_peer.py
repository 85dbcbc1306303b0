"""Answers of a model's ONNX file in onnxruntime on the processor, as its users ask for them."""
import numpy as np
import onnxruntime

from common import Peer


def main():
    peer = Peer(__doc__, model={"required": True, "help": "the ONNX file"})
    settings = onnxruntime.SessionOptions()
    settings.intra_op_num_threads = peer.threads
    session = onnxruntime.InferenceSession(peer.options.model, settings, providers=["CPUExecutionProvider"])
    source = session.get_inputs()[0]
    for count in (1, 100):
        x = np.random.default_rng(1).random((count, *source.shape[1:]), dtype=np.float32)
        peer.measure(f"inference of the model, batch {count}", "float", lambda: session.run(None, {source.name: x}), 1)


main()
