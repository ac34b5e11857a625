"""Vectors of sentences and of their tokens from BGE small zh v1.5, run locally with onnxruntime.

What the model learned besides, from texts of our own, is put to it as it is opened (`graph.links.tuning`).

Unchanged texts are never encoded twice.  Texts are run one at a time: the model's int8 scales depend on what is in a
batch, and a text's vector must not depend on its company.

Model: BAAI bge-small-zh-v1.5 (https://arxiv.org/abs/2309.07597), MIT licence, 512 dimensions, CLS pooling.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from graph.links.tuning import mark_of, taught

if TYPE_CHECKING:
    from onnxruntime import InferenceSession
    from tokenizers import Tokenizer

Vectors = npt.NDArray[np.float32]
Tokens = npt.NDArray[np.float16]
Places = npt.NDArray[np.int64]
DIMENSIONS = 512
MAX_TOKENS = 512


@dataclass(frozen=True)
class Encoder:
    """A model in a folder (`model.onnx`, `tokenizer.json`) and a file that keeps the vectors it made."""

    model: Path
    kept: Path | None = None
    """An .npz file of vectors by text digest; None keeps nothing. Those of tokens are kept in a second file beside it."""
    threads: int = 0
    """Threads of one operator; 0 leaves the number to onnxruntime."""
    plain: bool = False
    """Whether the model is used as it was fetched, without what it learned from texts of our own."""
    _memory: dict[str, Vectors] = field(default_factory=dict, repr=False)
    _token_memory: dict[str, Tokens] = field(default_factory=dict, repr=False)

    def __getstate__(self) -> dict[str, object]:
        """What another process needs: where the model is, and the vectors that are known."""
        return {name: one for name, one in self.__dict__.items() if name not in ("_session", "_tokenizer")}

    @cached_property
    def name(self) -> str:
        """Names the very model: bge-small-zh-v1.5, the first digits of its file's sha256 and of what it learned."""
        learned = "" if self._learned is None else f"+{self._learned}"
        return f"bge-small-zh-v1.5@{self._digest[:12]}{learned}"

    @property
    def tuned(self) -> bool:
        """Whether the model knows what was learned from texts of our own."""
        return self._learned is not None

    @cached_property
    def _digest(self) -> str:
        return hashlib.sha256((self.model / "model.onnx").read_bytes()).hexdigest()

    @cached_property
    def _learned(self) -> str | None:
        return None if self.plain else mark_of(self._digest)

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Unit vectors, shape (number of texts, 512)."""
        keys = [self._key(text) for text in texts]
        known = self._known()
        new = {key: text for key, text in zip(keys, texts, strict=True) if key not in known}
        for key, text in new.items():
            known[key] = _sentence(self._run(text))
        if new:
            self._keep(known)
        return np.stack([known[key] for key in keys]) if keys else np.zeros((0, DIMENSIONS), np.float32)

    def encode_tokens(self, texts: Sequence[str]) -> list[tuple[Tokens, Places]]:
        """For each text the vectors of its tokens, shape (tokens, 512), and where each token begins in the text.

        Texts longer than the model reads are cut at its 512 tokens.
        """
        keys = [self._key(text) for text in texts]
        known, sentences = self._known_tokens(), self._known()
        new = {key: text for key, text in zip(keys, texts, strict=True) if key not in known}
        for key, text in new.items():
            hidden = self._run(text)
            known[key] = hidden.astype(np.float16)
            sentences[key] = _sentence(hidden)
        if new:
            self._keep(sentences)
            self._keep_tokens(known)
        return [self._words(known[key], text) for key, text in zip(keys, texts, strict=True)]

    def _words(self, tokens: Tokens, text: str) -> tuple[Tokens, Places]:
        """Without the model's own marks at both ends, which stand nowhere in the text."""
        offsets = np.array(self._tokenizer.encode(text).offsets, np.int64).reshape(-1, 2)
        real = offsets[:, 1] > offsets[:, 0]
        return tokens[real], offsets[real, 0]

    def _key(self, text: str) -> str:
        return hashlib.sha256(f"{self.name}\x1f{text}".encode()).hexdigest()[:32]

    def _known(self) -> dict[str, Vectors]:
        if not self._memory and self.kept is not None and self.kept.exists():
            with np.load(self.kept, allow_pickle=False) as data:
                self._memory.update(zip(data["keys"].tolist(), data["vectors"], strict=True))
        return self._memory

    def _known_tokens(self) -> dict[str, Tokens]:
        file = self._token_file
        if not self._token_memory and file is not None and file.exists():
            with np.load(file, allow_pickle=False) as data:
                parts = np.split(data["vectors"], np.cumsum(data["lengths"])[:-1])
                self._token_memory.update(zip(data["keys"].tolist(), parts, strict=True))
        return self._token_memory

    @property
    def _token_file(self) -> Path | None:
        return None if self.kept is None else self.kept.with_name(f"{self.kept.stem}-tokens.npz")

    def _keep(self, known: dict[str, Vectors]) -> None:
        if self.kept is not None:
            _write(self.kept, keys=np.array(list(known)), vectors=np.stack(list(known.values())))

    def _keep_tokens(self, known: dict[str, Tokens]) -> None:
        if self._token_file is not None:
            lengths = np.array([len(one) for one in known.values()])
            vectors = np.concatenate(list(known.values()))
            _write(self._token_file, keys=np.array(list(known)), lengths=lengths, vectors=vectors)

    def _run(self, text: str) -> Vectors:
        """The model's last layer for one text, shape (tokens, 512)."""
        wanted = {one.name for one in self._session.get_inputs()}
        ids = np.array([self._tokenizer.encode(text).ids], np.int64)
        inputs = {"input_ids": ids, "attention_mask": np.ones_like(ids), "token_type_ids": np.zeros_like(ids)}
        hidden = self._session.run(None, {k: v for k, v in inputs.items() if k in wanted})[0]
        last: Vectors = np.asarray(hidden, np.float32)[0]
        return last

    @cached_property
    def _session(self) -> InferenceSession:
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = self.threads
        options.log_severity_level = 3
        model = (self.model / "model.onnx").read_bytes()
        if not self.plain:
            model = taught(model)
        return onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])

    @cached_property
    def _tokenizer(self) -> Tokenizer:
        from tokenizers import Tokenizer

        tokenizer = Tokenizer.from_file(str(self.model / "tokenizer.json"))
        tokenizer.enable_truncation(MAX_TOKENS)
        tokenizer.no_padding()
        return tokenizer


def encoder_in(model: Path, kept: Path | None, *, plain: bool = False) -> Encoder | None:
    """The encoder of a folder; None where the folder holds no model. See `Encoder.plain`."""
    if not (model / "model.onnx").exists() or not (model / "tokenizer.json").exists():
        return None
    return Encoder(model, kept, plain=plain)


def _sentence(hidden: Vectors) -> Vectors:
    vector: Vectors = hidden[0] / np.linalg.norm(hidden[0])
    return vector


def _write(path: Path, **arrays: npt.NDArray[np.generic]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    new = path.with_name(path.name + ".new")
    with new.open("wb") as file:
        np.savez(file, **arrays)  # type: ignore[arg-type]
    new.replace(path)
