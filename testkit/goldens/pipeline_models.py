"""The tiny seeded models of make_pipelines.py."""
import json

import numpy
import torch
from transformers import (
    ElectraConfig,
    ElectraForMaskedLM,
    ElectraForPreTraining,
    ElectraForQuestionAnswering,
    ElectraForSequenceClassification,
    ElectraForTokenClassification,
    ElectraModel,
)
from transformers.utils import logging

import pipeline_texts

POSITIONS = 128
BODY = dict(
    embedding_size=16,
    hidden_size=32,
    num_attention_heads=2,
    intermediate_size=64,
    num_hidden_layers=2,
    max_position_embeddings=POSITIONS,
    attn_implementation="eager",
)
SMALL_BODY = {**BODY, "num_hidden_layers": 1}
GENERATOR_BODY = {**BODY, "hidden_size": 16, "num_attention_heads": 1, "intermediate_size": 32}
SENTIMENTS = ["부정", "중립", "긍정"]
TOPICS = ["날씨", "여행", "회사", "음식"]
TAGS = ["B-PER", "I-PER", "B-LOC", "I-LOC", "B-ORG", "I-ORG", "O"]
VERDICTS = ["contradiction", "entailment", "neutral"]

# name: class, body, labels, problem_type, seed, (standard deviation of the head's logits, about)
MODELS = {
    "sequence": (ElectraForSequenceClassification, BODY, SENTIMENTS, "single_label_classification", 238, 4.0),
    "multi-label": (ElectraForSequenceClassification, BODY, TOPICS, "multi_label_classification", 259, 4.0),
    "regression": (ElectraForSequenceClassification, SMALL_BODY, ["유사도"], "regression", 3, 2.0),
    "one-label": (ElectraForSequenceClassification, SMALL_BODY, ["스팸"], None, 201, 2.0),
    "nli": (ElectraForSequenceClassification, SMALL_BODY, VERDICTS, None, 206, 4.0),
    "ner-prefix": (ElectraForTokenClassification, BODY, TAGS, None, 132, 4.0),
    "qa": (ElectraForQuestionAnswering, BODY, None, None, 117, 3.5),
    "discriminator": (ElectraForPreTraining, BODY, None, None, 8, 2.0),
    "generator": (ElectraForMaskedLM, GENERATOR_BODY, None, None, 9, 1.2),
    "encoder": (ElectraModel, BODY, None, None, 10, 1.0),
}
HEADS = ("classifier.", "qa_outputs.", "discriminator_predictions.dense_prediction.", "generator_predictions.dense.")


def deviation(name, shape, head):
    """How far the numbers of a tensor spread: attention far from uniform, embeddings that differ clearly."""
    if name.endswith("bias"):
        return 0.1
    if name.endswith("position_embeddings.weight") or name.endswith("token_type_embeddings.weight"):
        return 0.4
    if name.endswith("embeddings.weight"):
        return 1.0
    if ".query." in name or ".key." in name:
        return 1.5 / shape[-1] ** 0.5
    return (head if name.startswith(HEADS) else 1.0) / shape[-1] ** 0.5


def fill(model, seed, head):
    """Draw every parameter, one generator for all in the order of the model's own list."""
    draw = numpy.random.Generator(numpy.random.PCG64(seed))
    with torch.no_grad():
        for name, parameter in model.named_parameters():
            noise = draw.standard_normal(tuple(parameter.shape))
            layer_norm = name.endswith("LayerNorm.weight")
            numbers = 1 + 0.1 * noise if layer_norm else deviation(name, parameter.shape, head) * noise
            parameter.copy_(torch.from_numpy(numbers.astype(numpy.float32)))


def related_tags(model):
    """Let B-X and I-X look at the same features mostly, so that entities of several pieces occur, and O often."""
    weight, bias = model.classifier.weight, model.classifier.bias
    with torch.no_grad():
        for begin in (0, 2, 4):
            weight[begin + 1] = 0.8 * weight[begin] + 0.6 * weight[begin + 1]
            bias[begin + 1] += 1.0
        bias[6] += 1.5


def leave_unanswered(model):
    """Turn both scores of an answer toward [CLS], so that "no answer" wins sometimes."""
    with torch.inference_mode():
        state = model.electra(torch.tensor([[2, 3, 3]])).last_hidden_state[0, 0]
    with torch.no_grad():
        model.qa_outputs.weight += 0.15 * state.clone()


def build(name):
    kind, body, labels, problem, seed, head = MODELS[name]
    named = dict(id2label=dict(enumerate(labels)), label2id={x: i for i, x in enumerate(labels)}) if labels else {}
    config = ElectraConfig(vocab_size=len(pipeline_texts.vocabulary()), problem_type=problem, **named, **body)
    model = kind(config).eval()
    fill(model, seed, head)
    if name == "ner-prefix":
        related_tags(model)
    if name == "qa":
        leave_unanswered(model)
    return model


def write(model, directory):
    """A directory as Hugging Face publishes KoELECTRA: no tokenizer.json, only vocab.txt and tokenizer_config.json."""
    logging.set_verbosity_error()
    model.save_pretrained(directory)
    (directory / "generation_config.json").unlink(missing_ok=True)
    (directory / "vocab.txt").write_text("".join(t + "\n" for t in pipeline_texts.vocabulary()), encoding="utf-8")
    settings = {"do_lower_case": False, "model_max_length": POSITIONS, "tokenizer_class": "ElectraTokenizer"}
    (directory / "tokenizer_config.json").write_text(json.dumps(settings, indent=2) + "\n", encoding="utf-8")
