"""Measures how fast PyTorch trains an ELECTRA model on processors, in real tokens per second.

    python training.py MODEL_DIR [--task classification|discriminator] [--batch 32x128] [--lengths FILE]
                       [--threads N] [--rounds 5] [--steps 5]

A step is forward, loss, backward, clipping to norm 1 and AdamW, in float32 and with the dropout of the
model's configuration. Every batch is padded to its longest text, and padding does not count as tokens.
A line of FILE is a batch, the lengths of its texts. Each round takes --steps steps; the first round
warms up and is not counted, and the median of the others is printed with the fastest and slowest.

    python training.py MODEL_DIR --serve

takes a step for every line of lengths that comes from standard input, and answers with the seconds it
took: so that another program can take turns with this one.
"""
import argparse
import logging
import statistics
import sys
import time
from pathlib import Path

import torch
from transformers import ElectraForPreTraining, ElectraForSequenceClassification
from transformers.utils.logging import disable_progress_bar, set_verbosity_error

TASKS = {"classification": ElectraForSequenceClassification, "discriminator": ElectraForPreTraining}
CLS, SEP, FIRST_WORD = 2, 3, 5


def padded(lengths, vocabulary, task, generator):
    """A batch of random ids and labels."""
    width = max(lengths)
    ids = torch.randint(FIRST_WORD, vocabulary, (len(lengths), width), generator=generator)
    mask = torch.zeros_like(ids)
    for row, length in enumerate(lengths):
        mask[row, :length] = 1
        ids[row, 0], ids[row, length - 1] = CLS, SEP
    labels = (len(lengths),) if task == "classification" else ids.shape
    return {
        "input_ids": ids * mask,
        "attention_mask": mask,
        "token_type_ids": torch.zeros_like(ids),
        "labels": torch.randint(0, 2, labels, generator=generator),
    }


class Training:
    """A model and its optimizer."""

    def __init__(self, directory, task):
        self.task = task
        self.model = TASKS[task].from_pretrained(
            directory, attn_implementation="sdpa", local_files_only=True
        )
        self.model.train()
        # Of PyTorch's three ways to take a step, fused is the quickest.
        self.optimizer = torch.optim.AdamW(
            self.model.parameters(), lr=5e-5, eps=1e-8, weight_decay=0.0, fused=True
        )
        self.generator = torch.Generator().manual_seed(1)

    def step(self, lengths):
        """The seconds of one step on a batch of texts of these lengths."""
        batch = padded(lengths, self.model.config.vocab_size, self.task, self.generator)
        begin = time.perf_counter()
        loss = self.model(**batch).loss
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self.model.parameters(), 1.0)
        self.optimizer.step()
        self.optimizer.zero_grad()
        value = loss.item()
        seconds = time.perf_counter() - begin
        if value != value:
            sys.exit("the loss is not a number")
        return seconds


def measure(training, name, batches, rounds, steps):
    """Prints the real tokens per second of batches, taken in turn."""
    speeds = []
    at = 0
    for _ in range(rounds + 1):
        tokens, seconds = 0, 0.0
        for _ in range(steps):
            lengths = batches[at % len(batches)]
            at += 1
            tokens += sum(lengths)
            seconds += training.step(lengths)
        speeds.append(tokens / seconds)
    counted = speeds[1:]
    print(
        f"{name}: {statistics.median(counted):.0f} tokens/s"
        f" ({min(counted):.0f} to {max(counted):.0f} in {rounds} rounds of {steps} steps)",
        flush=True,
    )


def serve(training):
    for line in sys.stdin:
        print(f"{training.step(numbers(line, 'standard input')):.6f}", flush=True)


def numbers(line, source):
    try:
        lengths = [int(word) for word in line.split()]
    except ValueError:
        sys.exit(f"{source}: lengths were expected, not {line.strip()!r}")
    if not lengths or min(lengths) < 3:
        sys.exit(f"{source}: a batch needs texts of at least 3 tokens")
    return lengths


def arguments():
    parser = argparse.ArgumentParser(description="Measures how fast PyTorch trains an ELECTRA model.")
    parser.add_argument("directory", type=Path)
    parser.add_argument("--task", choices=TASKS, default="classification")
    parser.add_argument("--batch", default="32x128")
    parser.add_argument("--lengths", type=Path)
    parser.add_argument("--threads", type=int, default=torch.get_num_threads())
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--steps", type=int, default=5)
    parser.add_argument("--serve", action="store_true")
    given = parser.parse_args()
    if not (given.directory / "model.safetensors").is_file():
        sys.exit(f"{given.directory}: no model.safetensors in it; bench/seeded-model writes one")
    return given


def main():
    given = arguments()
    logging.disable(logging.WARNING)
    disable_progress_bar()
    set_verbosity_error()
    torch.set_num_threads(given.threads)
    training = Training(given.directory, given.task)
    if given.serve:
        serve(training)
        return
    texts, length = (int(part) for part in given.batch.split("x"))
    measure(training, given.batch, [[length] * texts], given.rounds, given.steps)
    if given.lengths:
        lines = given.lengths.read_text().splitlines()
        batches = [numbers(line, given.lengths) for line in lines if line.strip()]
        measure(training, given.lengths.name, batches, given.rounds, given.steps)


if __name__ == "__main__":
    main()
