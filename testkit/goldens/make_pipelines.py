"""Goldens of Hugging Face's pipelines on tiny seeded KoELECTRA-like models.

    python make_pipelines.py

Run by hand with Python 3.11, torch 2.7.1, transformers 4.57.6, tokenizers 0.22.2, numpy 2.4.6 (the last 4.x
transformers still has the question-answering pipeline). Writes ../src/main/resources/pipelines:
one Hugging Face directory per model, expected.json and, from README.md beside it, how the pipelines reckon.

Every pipeline runs on the same float32 weights widened to float64 (the truth that is written), in float32, and in
float64 with noise of 1e-5 on the logits; where these four disagree in anything but the last digits of a score, the
case is a near tie that no other implementation can be held to, and the script fails: change a text or a seed.
Hugging Face reckons scores in float32 for text and zero-shot classification even then.
"""
import copy
import json
import math
import os
import pathlib
import sys
import warnings

os.environ["CUDA_VISIBLE_DEVICES"] = ""
import numpy
import tokenizers
import torch
import transformers
from transformers import AutoTokenizer, pipeline

import pipeline_models
import pipeline_texts as texts

OUT = pathlib.Path(__file__).parent.parent / "src/main/resources/pipelines"
NOISE = 1e-5
SIGNIFICANT = 9
STRATEGIES = ["none", "simple", "first", "average", "max"]


def plain(value):
    """What a pipeline returned as JSON values, numbers cut to SIGNIFICANT digits."""
    if isinstance(value, dict):
        return {key: plain(x) for key, x in value.items()}
    if isinstance(value, (list, tuple, numpy.ndarray, torch.Tensor)):
        return [plain(x) for x in (value.tolist() if isinstance(value, (numpy.ndarray, torch.Tensor)) else value)]
    if isinstance(value, (float, numpy.floating)):
        assert math.isfinite(value), value
        return float(f"{value:.{SIGNIFICANT}g}")
    return value.item() if isinstance(value, numpy.integer) else value


def agree(truth, other):
    """Whether two results differ in nothing but scores, and in those by little."""
    if isinstance(truth, dict):
        return isinstance(other, dict) and truth.keys() == other.keys() and all(agree(truth[k], other[k]) for k in truth)
    if isinstance(truth, list):
        return isinstance(other, list) and len(truth) == len(other) and all(map(agree, truth, other))
    if isinstance(truth, float):
        return abs(truth - other) <= 10 * NOISE * max(1.0, abs(truth))
    return truth == other


def noisy(model, seed):
    draw = torch.Generator().manual_seed(seed)

    def hook(_module, _inputs, output):
        for key in output.keys():
            if torch.is_tensor(output[key]):
                output[key] = output[key] + NOISE * torch.randn(output[key].shape, generator=draw, dtype=output[key].dtype)
        return output

    model.register_forward_hook(hook)
    return model


class Robust:
    """One task on one model, run four ways."""

    def __init__(self, task, name, max_length=pipeline_models.POSITIONS):
        model = pipeline_models.build(name)
        low, high = copy.deepcopy(model), copy.deepcopy(model).double()
        ways = [high, low, noisy(copy.deepcopy(high), 1), noisy(copy.deepcopy(high), 2)]
        tokenizer = AutoTokenizer.from_pretrained(OUT / name, model_max_length=max_length)
        self.name = name
        self.pipelines = [pipeline(task, model=way, tokenizer=tokenizer, device="cpu") for way in ways]

    def __call__(self, *args, **options):
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            truth, *others = [plain(run(*args, **options)) for run in self.pipelines]
        if not all(agree(truth, other) for other in others):
            raise SystemExit(f"near tie: {self.name} {args} {options}\n{truth}\n{others}")
        return truth


def listed(value):
    return value if isinstance(value, list) else [value]


def text_classification():
    singles = [*texts.SENTENCES[:8], texts.SENTENCES[12]]
    pairs = [{"text": first, "text_pair": second} for first, second in texts.PAIRS]
    cases = []
    for name in ("sequence", "multi-label", "regression", "one-label"):
        run = Robust("text-classification", name)
        count = run.pipelines[0].model.config.num_labels
        for inputs in (singles, pairs):
            for top_k in (1, 2, None) if count > 1 else (1, None):
                for function in (None, "softmax", "sigmoid", "none") if top_k != 2 else (None,):
                    options = {"top_k": top_k} | ({"function_to_apply": function} if function else {})
                    outputs = [listed(x) for x in run(inputs, **options)]
                    assert outputs[0] == listed(run(inputs[0], **options)), "a list is no different from its parts"
                    cases.append({"model": name, "options": options, "inputs": inputs, "outputs": outputs})
    return cases


def tags(run, text, strategies, **options):
    return {strategy: run(text, aggregation_strategy=strategy, **options) for strategy in strategies}


def token_classification():
    run, windows = Robust("token-classification", "ner-prefix"), Robust("token-classification", "ner-prefix", 64)
    short = [{"text": text, **tags(run, text, STRATEGIES)} for text in texts.SENTENCES]
    kept = [{"text": text, **tags(run, text, STRATEGIES, ignore_labels=[])} for text in texts.SENTENCES[3:5]]
    ignored = [{"text": t, **tags(run, t, STRATEGIES, ignore_labels=["O", "PER", "B-LOC"])} for t in texts.SENTENCES[7:9]]
    strided = [{"text": text, **tags(windows, text, STRATEGIES[1:], stride=16)} for text in [*texts.LONG, texts.SENTENCES[0]]]
    check_tags(short, strided)
    group = {"model": "ner-prefix", "model_max_length": pipeline_models.POSITIONS}
    return [
        {**group, "options": {}, "cases": short},
        {**group, "options": {"ignore_labels": []}, "cases": kept},
        {**group, "options": {"ignore_labels": ["O", "PER", "B-LOC"]}, "cases": ignored},
        {**group, "model_max_length": 64, "options": {"stride": 16}, "cases": strided},
    ]


def check_tags(short, strided):
    """The goldens show what they should: many labels, neighbours, lone I-, and strategies that disagree."""
    found = [entity for case in short for entity in case["none"]]
    assert len({entity["entity"] for entity in found}) == 6, "every label occurs"
    groups = [entity for case in short + strided for entity in case["simple"]]
    assert len({(e["entity_group"], e["end"] - e["start"] > 6) for e in groups}) == 6, "short and long of each type"
    for first in range(1, 5):
        for second in range(first):
            pair = STRATEGIES[first], STRATEGIES[second]
            assert sum(case[pair[0]] != case[pair[1]] for case in short) > 2, f"{pair} disagree"
            assert "none" in pair or all(case[pair[0]] != case[pair[1]] for case in strided[:2]), f"{pair} disagree"
    touching = sum(a["end"] == b["start"] for case in short for a, b in zip(case["simple"], case["simple"][1:]))
    lone = sum(
        b["entity"][0] == "I" and (b["index"] != a["index"] + 1 or a["entity"][2:] != b["entity"][2:])
        for case in short
        for a, b in zip(case["none"], case["none"][1:])
    )
    assert touching > 2 and lone > 2, (touching, lone)


def fill_mask():
    run = Robust("fill-mask", "generator")
    cases = []
    for options in ({"top_k": 1}, {"top_k": 5}, {"top_k": 3, "targets": texts.TARGETS}):
        for text in texts.MASKED + (texts.TWICE_MASKED if "targets" not in options else texts.TWICE_MASKED[:1]):
            cases.append({"model": "generator", "text": text, "options": options, "output": run(text, **options)})
    return cases


def feature_extraction():
    run = Robust("feature-extraction", "encoder")
    chosen = [texts.SENTENCES[i] for i in (0, 3, 4, 12)]
    return [{"model": "encoder", "text": text, "hidden_states": run(text)[0]} for text in chosen]


def zero_shot():
    run, cases = Robust("zero-shot-classification", "nli"), []
    for labels in texts.CANDIDATES:
        for multi in (False, True):
            for text in texts.SENTENCES[3:8]:
                options = {"candidate_labels": labels, "hypothesis_template": texts.HYPOTHESIS, "multi_label": multi}
                cases.append({"model": "nli", "text": text, "options": options, "output": run(text, **options)})
    return cases


def question_answering():
    run, cases = Robust("question-answering", "qa"), []
    windows = {"max_seq_len": 64, "doc_stride": 16}
    jobs = [({}, q, c) for q in texts.QUESTIONS for c in (texts.SHORT_CONTEXT, texts.SYMBOLS_CONTEXT)]
    jobs += [(windows, q, c) for q in texts.QUESTIONS[:2] for c in texts.LONG]
    jobs += [({}, texts.QUESTIONS[2], texts.LONG[0]), (windows, texts.LONG_QUESTION, texts.LONG[0])]
    jobs += [({**windows, "max_question_len": 8}, texts.LONG_QUESTION, texts.SHORT_CONTEXT)]
    jobs += [({"max_seq_len": 64, "doc_stride": 28}, texts.LONG_QUESTION, texts.LONG[0])]
    jobs += [(w, q, texts.MARKED_CONTEXT) for w in ({}, {"max_seq_len": 32, "doc_stride": 8}) for q in ("  ", texts.QUESTIONS[1])]
    jobs += [({"max_seq_len": 100}, texts.QUESTIONS[1], texts.LONG[1])]
    for lengths, question, context in jobs:
        for top_k, limit, impossible, align in QUESTION_OPTIONS:
            options = {"top_k": top_k, "max_answer_len": limit, "handle_impossible_answer": impossible, "align_to_words": align}
            output = listed(run(question=question, context=context, **lengths, **options))
            case = {"model": "qa", "question": question, "context": context, "options": {**lengths, **options}}
            cases.append({**case, "output": output})
    nothing = [case["output"][0]["answer"] == "" for case in cases if case["options"]["handle_impossible_answer"]]
    assert any(nothing) and not all(nothing), "no answer wins sometimes"
    assert all(answer["score"] > 0 for case in cases for answer in case["output"])
    return cases


QUESTION_OPTIONS = [
    (1, 15, False, True),
    (3, 15, False, True),
    (5, 15, True, True),
    (5, 5, False, True),
    (1, 5, True, True),
    (3, 15, False, False),
    (5, 5, True, False),
]


def sentence_embedding():
    """Poolings of encoder's last hidden states, special tokens included, as sentence-transformers pools."""
    tokenizer = AutoTokenizer.from_pretrained(OUT / "encoder")
    model = pipeline_models.build("encoder").double()
    cases = []
    for text in [texts.SENTENCES[i] for i in (0, 3, 4, 12)] + [texts.PARAGRAPHS[1], "바다"]:
        with torch.inference_mode():
            states = model(**tokenizer(text, return_tensors="pt")).last_hidden_state[0]
        pooled = {"cls": states[0], "mean": states.mean(0), "max": states.amax(0)}
        unit = {key: value / value.norm() for key, value in pooled.items()}
        cases.append({"model": "encoder", "text": text, "raw": plain(pooled), "normalized": plain(unit)})
    return cases


def replaced_token():
    tokenizer = AutoTokenizer.from_pretrained(OUT / "discriminator")
    model = pipeline_models.build("discriminator").double()
    cases = []
    for text in [texts.SENTENCES[i] for i in (0, 3, 9)]:
        encoded = tokenizer(text, return_offsets_mapping=True, return_tensors="pt")
        spans = encoded.pop("offset_mapping")[0].tolist()
        with torch.inference_mode():
            scores = model(**encoded).logits[0].sigmoid()
        pieces = tokenizer.convert_ids_to_tokens(encoded["input_ids"][0])
        cases.append({"model": "discriminator", "text": text, "tokens": pieces, "offsets": spans, "scores": plain(scores)})
    return cases


def compact(value):
    """JSON with one case a line."""
    one = lambda x: json.dumps(x, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    many = lambda x: "[\n" + ",\n".join(map(one, x)) + "\n]" if isinstance(x, list) else one(x)
    return "{\n" + ",\n".join(f"{one(key)}:{many(x)}" for key, x in value.items()) + "\n}\n"


def main():
    torch.manual_seed(0)
    torch.set_num_threads(1)
    for name in pipeline_models.MODELS:
        pipeline_models.write(pipeline_models.build(name), OUT / name)
    made = {x.__name__: x.__version__ for x in (torch, transformers, tokenizers, numpy)}
    expected = {"made_with": made, "offsets": "code points"}
    for task in (text_classification, token_classification, fill_mask, feature_extraction, zero_shot):
        expected[task.__name__] = task()
        print(task.__name__, len(expected[task.__name__]), "cases", file=sys.stderr)
    for task in (question_answering, sentence_embedding, replaced_token):
        expected[task.__name__] = task()
        print(task.__name__, len(expected[task.__name__]), "cases", file=sys.stderr)
    (OUT / "expected.json").write_text(compact(expected), encoding="utf-8")


if __name__ == "__main__":
    main()
