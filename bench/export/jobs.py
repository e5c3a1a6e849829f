"""Takes texts through a sequence classifier with ONNX Runtime, as the peer of `koelectra classify`.

    python jobs.py prepare DISCRIMINATOR_DIR DIR
    python jobs.py run DIR INPUT OUTPUT [--rows N] [--threads N] [--fused]

`prepare` makes DIR a classifier with two labels: the encoder of DISCRIMINATOR_DIR, a head of seeded
weights, and beside its model.safetensors the same weights as model.onnx and, fused by ONNX Runtime's
transformers optimizer, as model-fused.onnx. Both are compared with PyTorch.

`run` reads texts, a line each, tokenizes them with Hugging Face's fast tokenizer (truncated to 512),
sorts them by length, runs them in batches of 32, each padded to its longest, and writes a label, a score
and the text a line, in the order of the input. It needs onnxruntime and tokenizers alone, and prints a
line of JSON: seconds in the process's own count for tokenizing, for the session's runs, and in all.
"""
import argparse
import json
import shutil
import time
from pathlib import Path

BEGUN = time.perf_counter()
INPUTS = ["input_ids", "attention_mask", "token_type_ids"]
BATCH = 32
LONGEST = 512
SEED = 20


def prepare(source, target):
    import export
    import torch
    from transformers import ElectraForSequenceClassification

    torch.manual_seed(SEED)
    model = ElectraForSequenceClassification.from_pretrained(
        source, num_labels=2, attn_implementation="eager", local_files_only=True
    )
    model.save_pretrained(target)
    for name in ("vocab.txt", "tokenizer_config.json"):
        shutil.copyfile(source / name, target / name)
    logits = export.Logits(model)
    written = export.graphs(logits, target, {0: "batch"})
    export.check(target, logits, {file.name: 1e-4 for file in written}, lambda mask: ...)


def session(file, threads):
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    return onnxruntime.InferenceSession(str(file), options, providers=["CPUExecutionProvider"])


def run(args):
    import numpy
    from tokenizers import BertWordPieceTokenizer

    model = session(args.dir / ("model-fused.onnx" if args.fused else "model.onnx"), args.threads)
    tokenizer = BertWordPieceTokenizer(str(args.dir / "vocab.txt"), lowercase=False, strip_accents=False)
    tokenizer.enable_truncation(LONGEST)
    texts = args.input.read_text("utf-8").removesuffix("\n").split("\n")[: args.rows]
    begun = time.perf_counter()
    ids = [encoding.ids for encoding in tokenizer.encode_batch(texts)]
    tokenized = time.perf_counter() - begun
    order = sorted(range(len(texts)), key=lambda i: len(ids[i]), reverse=True)
    logits = numpy.empty((len(texts), 2), numpy.float32)
    inside = 0.0
    for at in range(0, len(order), BATCH):
        batch = order[at : at + BATCH]
        padded = numpy.zeros((len(batch), len(ids[batch[0]])), numpy.int64)
        mask = numpy.zeros_like(padded)
        for row, i in enumerate(batch):
            padded[row, : len(ids[i])] = ids[i]
            mask[row, : len(ids[i])] = 1
        feed = dict(zip(INPUTS, (padded, mask, numpy.zeros_like(padded))))
        begun = time.perf_counter()
        logits[batch] = model.run(None, feed)[0]
        inside += time.perf_counter() - begun
    scores = numpy.exp(logits - logits.max(1, keepdims=True))
    scores /= scores.sum(1, keepdims=True)
    best = scores.argmax(1)
    with open(args.output, "w", encoding="utf-8") as out:
        for i, text in enumerate(texts):
            out.write(f"LABEL_{best[i]} {scores[i, best[i]]:.4f}  {text}\n")
    return {
        "texts": len(texts),
        "tokens": sum(map(len, ids)),
        "tokenizing": round(tokenized, 3),
        "session": round(inside, 3),
        "process": round(time.perf_counter() - BEGUN, 3),
    }


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    commands = parser.add_subparsers(dest="command", required=True)
    first = commands.add_parser("prepare")
    first.add_argument("discriminator", type=Path)
    first.add_argument("dir", type=Path)
    second = commands.add_parser("run")
    second.add_argument("dir", type=Path)
    second.add_argument("input", type=Path)
    second.add_argument("output", type=Path)
    second.add_argument("--rows", type=int)
    second.add_argument("--threads", type=int, default=1)
    second.add_argument("--fused", action="store_true")
    given = parser.parse_args()
    if given.command == "prepare":
        prepare(given.discriminator, given.dir)
    else:
        print(json.dumps(run(given)))
