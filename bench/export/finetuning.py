"""Fine-tunes an ELECTRA model with PyTorch as `koelectra finetune` does, to compare the scores.

    python finetuning.py MODEL_DIR --task korsts|question-pair|hate-speech|naver-ner|nsmc
                         --train FILE [--dev FILE] --test FILE --epochs N --batch-size N --rate R
                         --warmup-share P --dropout P --seed N [--max-length 128] [--threads N]

Files, columns, labels, metrics and the choice of the epoch are koelectra's; so are AdamW (epsilon 1e-8, no
decay), clipping to norm 1, float32, and a rate that rises and falls linearly. The weights of the head, the
order of the data and dropout follow from the seed, but are not those that koelectra makes of it. Every
batch is padded to its longest text. A line of JSON tells of each epoch, and the last one has the scores
of the epoch that is best on dev (on test, where there is no dev), with the names of eval_results.json.
"""
import argparse
import copy
import json
import logging
import math
import sys
from pathlib import Path
from typing import NamedTuple

import numpy
import torch
from transformers import (
    AutoConfig,
    AutoTokenizer,
    ElectraForSequenceClassification,
    ElectraForTokenClassification,
    get_linear_schedule_with_warmup,
)
from transformers.utils.logging import disable_progress_bar, set_verbosity_error

IGNORED = -100
ENTITIES = "PER FLD AFW ORG LOC CVL DAT TIM NUM EVT ANM PLT MAT TRM".split()


class Task(NamedTuple):
    """The columns of the texts and of the label, the labels in the order of the outputs, the metric."""

    texts: list
    label: str
    labels: list
    metric: str


# Sentences in words have no columns, numbers no labels.
TASKS = {
    "korsts": Task(["sentence1", "sentence2"], "score", [], "spearman"),
    "question-pair": Task(["question1", "question2"], "is_duplicate", ["0", "1"], "accuracy"),
    "hate-speech": Task(["comment"], "hate", ["none", "offensive", "hate"], "macro_f1"),
    "naver-ner": Task([], "", ["O"] + [f"{e}-{part}" for e in ENTITIES for part in "BI"], "f1"),
    "nsmc": Task(["document"], "label", ["0", "1"], "accuracy"),
}


def lines(file):
    """The lines that are not blank with their numbers. Only line feeds end them."""
    try:
        text = file.read_bytes().decode("utf-8-sig")
    except OSError as e:
        sys.exit(f"{file}: {e.strerror}")
    except UnicodeDecodeError:
        sys.exit(f"{file}: not UTF-8 text")
    return [(n, line) for n, line in enumerate(text.split("\n"), 1) if line.strip()]


class Reader:
    """Makes examples of files: ids, types and the label, or a label for each token."""

    def __init__(self, task, tokenizer, max_length):
        self.task = task
        self.tokenizer = tokenizer
        self.max_length = max_length
        self.words = {}

    def read(self, file):
        examples = list(self.rows(file) if self.task.texts else self.sentences(file))
        if not examples:
            sys.exit(f"{file}: the file has no row")
        return examples

    def rows(self, file):
        """Of a table with tabs and a header, in which quotes are characters like any other."""
        (first, header), *rest = lines(file) or [(1, "")]
        names = [name.strip() for name in header.split("\t")]
        for name in [*self.task.texts, self.task.label]:
            if name not in names:
                sys.exit(f"{file}, line {first}: the header has no column {name!r}")
        for number, line in rest:
            fields = line.removesuffix("\r").split("\t")
            if len(fields) != len(names):
                sys.exit(f"{file}, line {number}: the row has {len(fields)} columns, not {len(names)}")
            row = dict(zip(names, fields))
            # Of a pair, the longer one is truncated first.
            encoding = self.tokenizer(
                *(row[name] for name in self.task.texts), truncation=True, max_length=self.max_length
            )
            label = self.target(row[self.task.label].strip(), file, number)
            yield encoding["input_ids"], encoding["token_type_ids"], label

    def sentences(self, file):
        """Of lines with words, a tab, and tags. The first piece of a word carries its label."""
        for number, line in lines(file):
            columns = [[part for part in f.split(" ") if part] for f in line.rstrip("\r").split("\t")]
            if len(columns) != 2 or not columns[0] or len(columns[0]) != len(columns[1]):
                sys.exit(f"{file}, line {number}: a row is words, a tab, and as many tags")
            ids, labels = [], []
            for word, tag in zip(*columns):
                pieces = self.pieces(word)
                ids += pieces
                labels += [self.target(tag, file, number)] + [IGNORED] * (len(pieces) - 1)
            room = self.max_length - 2
            ids = [self.tokenizer.cls_token_id, *ids[:room], self.tokenizer.sep_token_id]
            yield ids, [0] * len(ids), [IGNORED, *labels[:room], IGNORED]

    def pieces(self, word):
        if word not in self.words:
            ids = self.tokenizer(word, add_special_tokens=False)["input_ids"]
            self.words[word] = ids or [self.tokenizer.unk_token_id]
        return self.words[word]

    def target(self, written, file, number):
        try:
            return self.task.labels.index(written) if self.task.labels else float(written)
        except ValueError:
            sys.exit(f"{file}, line {number}: {written!r} is no label of this task")


def padded(examples, padding):
    """A batch as the model takes it."""
    ids, types, labels = zip(*examples)
    width = max(len(row) for row in ids)

    def full(rows, value):
        return torch.tensor([[*row, *[value] * (width - len(row))] for row in rows])

    return {
        "input_ids": full(ids, padding),
        "attention_mask": full([[1] * len(row) for row in ids], 0),
        "token_type_ids": full(types, 0),
        "labels": full(labels, IGNORED) if isinstance(labels[0], list) else torch.tensor(labels),
    }


class FineTuning:
    """A model, what it learns from, and how."""

    def __init__(self, given, task):
        torch.manual_seed(given.seed)
        self.task = task
        self.batch_size = given.batch_size
        self.model = model(given, task)
        tokenizer = AutoTokenizer.from_pretrained(given.directory, local_files_only=True)
        self.padding = tokenizer.pad_token_id
        reader = Reader(task, tokenizer, given.max_length)
        self.train = reader.read(given.train)
        self.dev = reader.read(given.dev) if given.dev else []
        self.test = reader.read(given.test)
        self.optimizer = torch.optim.AdamW(
            self.model.parameters(), lr=given.rate, eps=1e-8, weight_decay=0.0, fused=True
        )
        steps = math.ceil(len(self.train) / given.batch_size) * given.epochs
        self.schedule = get_linear_schedule_with_warmup(
            self.optimizer, int(given.warmup_share * steps), steps
        )
        self.generator = torch.Generator().manual_seed(given.seed)

    def batches(self, examples):
        for begin in range(0, len(examples), self.batch_size):
            yield padded(examples[begin : begin + self.batch_size], self.padding)

    def epoch(self):
        """Sees all data once, in another order each time, and gives the mean loss of the batches."""
        self.model.train()
        order = torch.randperm(len(self.train), generator=self.generator).tolist()
        losses = []
        for batch in self.batches([self.train[i] for i in order]):
            loss = self.model(**batch).loss
            loss.backward()
            torch.nn.utils.clip_grad_norm_(self.model.parameters(), 1.0)
            self.optimizer.step()
            self.schedule.step()
            self.optimizer.zero_grad()
            losses.append(loss.item())
        mean = sum(losses) / len(losses)
        if mean != mean:
            sys.exit("the loss is not a number")
        return mean

    @torch.no_grad()
    def scores(self, examples):
        """The metrics by name, of the model as it is."""
        self.model.eval()
        expected, outputs = [], []
        for batch in self.batches(examples):
            labels = batch.pop("labels").numpy()
            logits = self.model(**batch).logits.numpy()
            expected += list(labels)
            outputs += list(logits[:, 0] if not self.task.labels else logits.argmax(-1))
        if not self.task.labels:
            return of_numbers(expected, outputs)
        if self.task.texts:
            return of_labels(expected, outputs)
        return of_tags(expected, outputs, self.task.labels)


def model(given, task):
    config = AutoConfig.from_pretrained(given.directory, local_files_only=True)
    if given.max_length > config.max_position_embeddings:
        sys.exit(f"the model reads at most {config.max_position_embeddings} tokens")
    config.num_labels = len(task.labels) or 1
    config.hidden_dropout_prob = config.attention_probs_dropout_prob = given.dropout
    config.classifier_dropout = given.dropout
    kind = ElectraForSequenceClassification if task.texts else ElectraForTokenClassification
    made, report = kind.from_pretrained(
        given.directory,
        config=config,
        dtype=torch.float32,
        attn_implementation="sdpa",
        local_files_only=True,
        output_loading_info=True,
    )
    # What a file does not have is made at random, and not only the head.
    missing = sorted(name for name in report["missing_keys"] if not name.startswith("classifier."))
    if missing:
        sys.exit(
            f"{given.directory}: no {missing[0]} in model.safetensors; of a file with both models,"
            " koelectra convert --part discriminator takes one"
        )
    return made


def of_numbers(expected, predicted):
    """scipy's definitions."""
    expected, predicted = numpy.float64(expected), numpy.float64(predicted)
    return {
        "pearson": correlation(expected, predicted),
        "spearman": correlation(ranks(expected), ranks(predicted)),
    }


def correlation(x, y):
    constant = len(x) < 2 or numpy.ptp(x) == 0 or numpy.ptp(y) == 0
    return math.nan if constant else float(numpy.corrcoef(x, y)[0, 1])


def ranks(x):
    """Ranks from 1, where equals share their mean rank."""
    _, group, counts = numpy.unique(x, return_inverse=True, return_counts=True)
    return (numpy.cumsum(counts) - (counts - 1) / 2)[group]


def of_labels(expected, predicted):
    """scikit-learn's definitions: the mean F1 is that of the classes that occur."""
    expected, predicted = numpy.array(expected), numpy.array(predicted)
    f1 = []
    for label in numpy.union1d(expected, predicted):
        right, guessed = expected == label, predicted == label
        f1.append(2 * (right & guessed).sum() / (right.sum() + guessed.sum()))
    return {"accuracy": float((expected == predicted).mean()), "macro_f1": float(numpy.mean(f1))}


def of_tags(expected, predicted, labels):
    """seqeval's definitions: an entity counts if its type and both its ends are right."""
    right, guessed, tags = set(), set(), []
    for row, (wanted, given) in enumerate(zip(expected, predicted)):
        words = wanted != IGNORED
        wanted, given = wanted[words], given[words]
        right |= {(row, *entity) for entity in entities([labels[i] for i in wanted])}
        guessed |= {(row, *entity) for entity in entities([labels[i] for i in given])}
        tags.append(wanted == given)
    both = len(right & guessed)
    return {
        "precision": both / max(1, len(guessed)),
        "recall": both / max(1, len(right)),
        "f1": 2 * both / max(1, len(right) + len(guessed)),
        "accuracy": float(numpy.concatenate(tags).mean()),
    }


def entities(tags):
    """Type, first and last word: one begins at a B, and at an I behind an O or another type."""
    found, begin, before = [], 0, ""
    for at, tag in enumerate([*tags, "O"]):
        kind, _, part = tag.rpartition("-")  # The type of O is empty.
        if part != "I" or kind != before:
            if before:
                found.append((before, begin, at - 1))
            begin, before = at, kind
    return found


def is_better(value, before):
    return value > before or (math.isnan(before) and not math.isnan(value))


def say(line):
    print(json.dumps(line), flush=True)


def run(given):
    task = TASKS[given.task]
    tuning = FineTuning(given, task)
    part = "dev" if tuning.dev else "test"
    best, weights = {}, {}
    for epoch in range(1, given.epochs + 1):
        loss = tuning.epoch()
        scores = tuning.scores(getattr(tuning, part))
        better = not best or is_better(scores[task.metric], best[part][task.metric])
        if better:
            best = {"best_epoch": epoch, part: scores}
            weights = copy.deepcopy(tuning.model.state_dict())
        say({"epoch": epoch, "loss": loss, part: scores, "best": better})
    if tuning.dev:
        tuning.model.load_state_dict(weights)
        best["test"] = tuning.scores(tuning.test)
    say({"task": given.task, "main_metric": task.metric, **best})


def arguments():
    parser = argparse.ArgumentParser(description="Fine-tunes an ELECTRA model with PyTorch.")
    parser.add_argument("directory", type=Path)
    parser.add_argument("--task", choices=TASKS, required=True)
    parser.add_argument("--train", type=Path, required=True)
    parser.add_argument("--dev", type=Path)
    parser.add_argument("--test", type=Path, required=True)
    for name in ("--epochs", "--batch-size", "--seed"):
        parser.add_argument(name, type=int, required=True)
    for name in ("--rate", "--warmup-share", "--dropout"):
        parser.add_argument(name, type=float, required=True)
    parser.add_argument("--max-length", type=int, default=128)
    parser.add_argument("--threads", type=int, default=torch.get_num_threads())
    given = parser.parse_args()
    if min(given.epochs, given.batch_size, given.threads) < 1:
        sys.exit("epochs, batch size and threads must be from 1")
    if not (given.directory / "model.safetensors").is_file():
        sys.exit(f"{given.directory}: no model.safetensors in it")
    return given


def main():
    given = arguments()
    logging.disable(logging.WARNING)
    disable_progress_bar()
    set_verbosity_error()
    torch.set_num_threads(given.threads)
    run(given)


if __name__ == "__main__":
    main()
