"""A judge that is a cross-encoder, run on this machine with onnxruntime: it reads both texts together and gives one number."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np
import orjson
from scipy.special import expit, softmax

from graph.proposals.judge import Opinion, Text
from ontology.errors import JudgeError
from ontology.model import Verdict

if TYPE_CHECKING:
    from onnxruntime import InferenceSession
    from tokenizers import Tokenizer

FILES: Final = ("model.onnx", "tokenizer.json")
LONGEST: Final = 512
"""Tokens of a pair; the longer text is cut first."""
LINE: Final = 0.5
"""The lowest number that is held comparable: these models give the chance that the second text answers the first."""


@dataclass(frozen=True)
class CrossEncoder:
    """A model in a folder: `model.onnx` (logits of one or two classes) and `tokenizer.json`."""

    folder: Path
    called: str
    """Repository or folder, as it was set."""

    @cached_property
    def name(self) -> str:
        """What was set, and the first digits of the model file's sha256."""
        return f"{self.called}@{hashlib.sha256((self.folder / FILES[0]).read_bytes()).hexdigest()[:12]}"

    def prompt(self, a: Text, b: Text) -> bytes:
        """The two texts."""
        return orjson.dumps([_whole(a), _whole(b)])

    def ask(self, a: Text, b: Text) -> Opinion:
        """Comparable or different; the mean of both orders, since a pair has no direction."""
        scores = [self._score(_whole(one), _whole(other)) for one, other in ((a, b), (b, a))]
        if not np.isfinite(scores).all():
            raise JudgeError(f"{a.id} and {b.id}: the model gives no number")
        score = float(np.mean(scores))
        verdict = Verdict.COMPARABLE if score >= LINE else Verdict.DIFFERENT
        return Opinion(verdict, f"cross-encoder score {score:.3f}, line {LINE}")

    def _score(self, one: str, other: str) -> float:
        read = self._tokenizer.encode(one, other)
        given = {
            "input_ids": np.array([read.ids], np.int64),
            "attention_mask": np.array([read.attention_mask], np.int64),
            "token_type_ids": np.array([read.type_ids], np.int64),
        }
        wanted = {node.name for node in self._session.get_inputs()}
        logits = np.asarray(self._session.run(None, {k: v for k, v in given.items() if k in wanted})[0]).ravel()
        if logits.size == 1:
            return float(expit(logits[0]))
        if logits.size == 2:
            return float(softmax(logits)[1])
        raise JudgeError(f"{self.called} gives {logits.size} numbers for a pair; a cross-encoder gives one or two")

    @cached_property
    def _session(self) -> InferenceSession:
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.log_severity_level = 3
        try:
            return onnxruntime.InferenceSession(
                str(self.folder / FILES[0]), options, providers=["CPUExecutionProvider"]
            )
        except Exception as error:  # onnxruntime raises errors of its own, one class for each cause
            raise JudgeError(f"{self.folder / FILES[0]} is no model that onnxruntime can run") from error

    @cached_property
    def _tokenizer(self) -> Tokenizer:
        from tokenizers import Tokenizer

        try:
            tokenizer = Tokenizer.from_file(str(self.folder / FILES[1]))
        except Exception as error:  # tokenizers raises Exception itself
            raise JudgeError(f"{self.folder / FILES[1]} is no tokenizer") from error
        tokenizer.enable_truncation(LONGEST)
        tokenizer.no_padding()
        return tokenizer


def cross_encoder(named: str, cache: Path) -> CrossEncoder:
    """The cross-encoder of a folder, or of a repository of the hub, which is fetched into `cache` the first time.

    Raises `JudgeError` where neither can be had.
    """
    folder = Path(named)
    if folder.is_dir():
        missing = [name for name in FILES if not (folder / name).is_file()]
        if missing:
            raise JudgeError(f"{folder} holds no {' and no '.join(missing)}")
        return CrossEncoder(folder, folder.name)
    kept = cache / named.replace("/", "--")
    if not all((kept / name).is_file() for name in FILES):
        _fetch(named, kept)
    return CrossEncoder(kept, named)


def _fetch(repository: str, folder: Path) -> None:
    """Both files of a repository, each put in its place whole."""
    import shutil

    from huggingface_hub import hf_hub_download

    for wanted, places in ((FILES[0], ("onnx/model.onnx", "model.onnx")), (FILES[1], (FILES[1],))):
        failed: Exception | None = None
        for place in places:
            try:
                found = Path(hf_hub_download(repository, place))
            except Exception as error:  # the hub's client raises errors of several families
                failed = error
                continue
            folder.mkdir(parents=True, exist_ok=True)
            new = folder / f"{wanted}.new"
            shutil.copyfile(found, new)
            new.replace(folder / wanted)
            failed = None
            break
        if failed is not None:
            raise JudgeError(
                f"{repository} is no folder here, and its {wanted} cannot be had from the hub "
                f"({type(failed).__name__}); give a folder with {' and '.join(FILES)}"
            ) from failed


def _whole(one: Text) -> str:
    return one.content if one.content.startswith(one.title) else f"{one.title}。{one.content}"
