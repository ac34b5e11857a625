"""Sentence vectors from BGE small zh v1.5, run locally with onnxruntime; unchanged texts are never encoded twice.

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

if TYPE_CHECKING:
    from onnxruntime import InferenceSession
    from tokenizers import Tokenizer

Vectors = npt.NDArray[np.float32]
DIMENSIONS = 512
MAX_TOKENS = 512
BATCH = 16


@dataclass(frozen=True)
class Encoder:
    """A model in a folder (`model.onnx`, `tokenizer.json`) and a file that keeps the vectors it made."""

    model: Path
    kept: Path | None = None
    """An .npz file of vectors by text digest; None keeps nothing."""
    threads: int = 0
    """Threads of one operator; 0 leaves the number to onnxruntime."""
    _memory: dict[str, Vectors] = field(default_factory=dict, repr=False)

    @cached_property
    def name(self) -> str:
        """Names the very model: bge-small-zh-v1.5 and the first digits of its file's sha256."""
        digest = hashlib.sha256((self.model / "model.onnx").read_bytes()).hexdigest()
        return f"bge-small-zh-v1.5@{digest[:12]}"

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Unit vectors, shape (number of texts, 512)."""
        keys = [self._key(text) for text in texts]
        known = self._known()
        new = {key: text for key, text in zip(keys, texts, strict=True) if key not in known}
        if new:
            for key, vector in zip(new, self._run(list(new.values())), strict=True):
                known[key] = vector
            self._keep(known)
        return np.stack([known[key] for key in keys]) if keys else np.zeros((0, DIMENSIONS), np.float32)

    def _key(self, text: str) -> str:
        return hashlib.sha256(f"{self.name}\x1f{text}".encode()).hexdigest()[:32]

    def _known(self) -> dict[str, Vectors]:
        if not self._memory and self.kept is not None and self.kept.exists():
            with np.load(self.kept, allow_pickle=False) as data:
                self._memory.update(zip(data["keys"].tolist(), data["vectors"], strict=True))
        return self._memory

    def _keep(self, known: dict[str, Vectors]) -> None:
        if self.kept is None:
            return
        self.kept.parent.mkdir(parents=True, exist_ok=True)
        new = self.kept.with_name(self.kept.name + ".new")
        with new.open("wb") as file:
            np.savez(file, keys=np.array(list(known)), vectors=np.stack(list(known.values())))
        new.replace(self.kept)

    def _run(self, texts: Sequence[str]) -> Vectors:
        vectors = np.zeros((len(texts), DIMENSIONS), np.float32)
        order = sorted(range(len(texts)), key=lambda i: len(texts[i]))
        wanted = {one.name for one in self._session.get_inputs()}
        for start in range(0, len(order), BATCH):
            batch = order[start : start + BATCH]
            encoded = self._tokenizer.encode_batch([texts[i] for i in batch])
            ids = np.array([one.ids for one in encoded], np.int64)
            mask = np.array([one.attention_mask for one in encoded], np.int64)
            inputs = {"input_ids": ids, "attention_mask": mask, "token_type_ids": np.zeros_like(ids)}
            hidden = self._session.run(None, {k: v for k, v in inputs.items() if k in wanted})[0]
            first = np.asarray(hidden, np.float32)[:, 0]
            vectors[batch] = first / np.linalg.norm(first, axis=1, keepdims=True)
        return vectors

    @cached_property
    def _session(self) -> InferenceSession:
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = self.threads
        options.log_severity_level = 3
        return onnxruntime.InferenceSession(str(self.model / "model.onnx"), options, providers=["CPUExecutionProvider"])

    @cached_property
    def _tokenizer(self) -> Tokenizer:
        from tokenizers import Tokenizer

        tokenizer = Tokenizer.from_file(str(self.model / "tokenizer.json"))
        tokenizer.enable_truncation(MAX_TOKENS)
        tokenizer.enable_padding()
        return tokenizer


def encoder_in(model: Path, kept: Path | None) -> Encoder | None:
    """The encoder of a folder; None where the folder holds no model."""
    if not (model / "model.onnx").exists() or not (model / "tokenizer.json").exists():
        return None
    return Encoder(model, kept)
