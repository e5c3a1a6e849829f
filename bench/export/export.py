"""Writes what the peers of the benchmarks run, beside a discriminator's model.safetensors.

    python export.py MODEL_DIR...

Each directory gets model.onnx and model.pt, the same float32 weights, model-fused.onnx, that graph fused by
ONNX Runtime's own optimiser of transformers, and model-int8.onnx and model-fused-int8.onnx, the weights of
either quantised dynamically. Inputs are input_ids, attention_mask and token_type_ids [batch, sequence], the
output is logits [batch, sequence]; every file is compared with PyTorch before this says that it is done.
"""
import logging
import sys
import warnings
from pathlib import Path

import numpy
import onnxruntime
import torch
from onnx import TensorProto
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.transformers import optimizer
from transformers import ElectraForPreTraining
from transformers.utils.logging import disable_progress_bar, set_verbosity_error

INPUTS = ["input_ids", "attention_mask", "token_type_ids"]
AXES = {0: "batch", 1: "sequence"}
TOLERANCE = {
    "model.onnx": 1e-4,
    "model-fused.onnx": 1e-4,
    "model.pt": 1e-4,
    "model-int8.onnx": 1.0,
    "model-fused-int8.onnx": 1.0,
}
FUSED = {"Attention": 12, "BiasGelu": 12, "SkipLayerNormalization": 24}


class Logits(torch.nn.Module):
    """A model with plain tensors in and out."""

    def __init__(self, model):
        super().__init__()
        self.model = model
        self.eval()

    def forward(self, input_ids, attention_mask, token_type_ids):
        return self.model(
            input_ids=input_ids, attention_mask=attention_mask, token_type_ids=token_type_ids
        ).logits


def example(vocabulary, batch, length):
    """Ids of a batch, the second half of its last row padding."""
    generator = torch.Generator().manual_seed(batch * length)
    ids = torch.randint(5, vocabulary, (batch, length), generator=generator)
    mask = torch.ones_like(ids)
    mask[-1, length // 2 :] = 0
    return ids, mask, torch.zeros_like(ids)


def trace(model):
    """The inputs that a model is traced with."""
    return example(model.model.config.vocab_size, 2, 32)


def export(directory):
    # Each file has the form of attention that its runtime is quickest with.
    plain, fast = (
        Logits(
            ElectraForPreTraining.from_pretrained(
                directory, attn_implementation=attention, local_files_only=True
            )
        )
        for attention in ("eager", "sdpa")
    )
    with torch.no_grad():
        torch.jit.trace(fast, trace(fast)).save(str(directory / "model.pt"))
    for graph in graphs(plain, directory, AXES):
        quantise(graph, graph.with_name(graph.stem + "-int8.onnx"))
    check(directory, plain, TOLERANCE, lambda mask: mask.bool().numpy())


def graphs(model, directory, axes):
    """Writes model.onnx and, fused, model-fused.onnx; the axes are those of the logits."""
    onnx = directory / "model.onnx"
    with torch.no_grad():
        torch.onnx.export(
            model,
            trace(model),
            str(onnx),
            input_names=INPUTS,
            output_names=["logits"],
            dynamic_axes={**dict.fromkeys(INPUTS, AXES), "logits": axes},
            opset_version=17,
            dynamo=False,
        )
    fused = directory / "model-fused.onnx"
    fuse(onnx, fused, model.model.config)
    return onnx, fused


def fuse(onnx, file, config):
    """Writes the graph with whole layers as ONNX Runtime's own operators, or says that it cannot."""
    model = optimizer.optimize_model(
        str(onnx), model_type="bert", num_heads=config.num_attention_heads, hidden_size=config.hidden_size
    )
    found = model.get_fused_operator_statistics()
    missing = [name for name, count in FUSED.items() if found.get(name, 0) < count]
    if missing:
        sys.exit(f"{onnx}: the optimiser found only {found}; not all of {', '.join(missing)}")
    model.save_model_to_file(str(file))


def quantise(graph, file):
    # The types of what follows the fused operators cannot be inferred, so they are given.
    float32 = {"DefaultTensorType": TensorProto.FLOAT}
    quantize_dynamic(graph, file, weight_type=QuantType.QInt8, extra_options=float32)


def check(directory, model, tolerances, meant):
    """Compares every file with PyTorch on another shape than that of the trace.

    `meant` says, given the mask, which of the logits count.
    """
    inputs = example(model.model.config.vocab_size, 3, 77)
    seen = meant(inputs[1])
    with torch.no_grad():
        expected = model(*inputs).numpy()
    for name, tolerance in tolerances.items():
        worst = float(numpy.abs(run(directory / name, inputs) - expected)[seen].max())
        print(f"{directory / name}: differs from PyTorch by at most {worst:.1e}")
        if not worst <= tolerance:
            sys.exit(f"{directory / name}: more than {tolerance:.0e} away from PyTorch; do not use it")


def run(file, inputs):
    if file.suffix == ".pt":
        with torch.no_grad():
            return torch.jit.load(str(file))(*inputs).numpy()
    session = onnxruntime.InferenceSession(str(file), providers=["CPUExecutionProvider"])
    return session.run(None, {name: value.numpy() for name, value in zip(INPUTS, inputs)})[0]


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit("usage: python export.py MODEL_DIR...")
    warnings.simplefilter("ignore")
    logging.disable(logging.WARNING)
    disable_progress_bar()
    set_verbosity_error()
    for argument in sys.argv[1:]:
        if not (Path(argument) / "model.safetensors").is_file():
            sys.exit(f"{argument}: no model.safetensors in it; bench/seeded-model writes one")
        export(Path(argument))
