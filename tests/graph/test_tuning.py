"""What the encoder learned: put to the very model it was made for, named, and left out where it is asked to be."""

from __future__ import annotations

import hashlib
import lzma
from pathlib import Path

import numpy as np
import pytest

from graph.links import tuning
from graph.links.encoder import Encoder, encoder_in
from graph.links.scorer import scorer_for
from graph.settings import Settings

MODEL = bytes(range(256)) * 4


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A model of which something was learned: one more at each tenth byte."""
    learned = np.zeros(len(MODEL), np.uint8)
    learned[::10] = 1
    kept = tmp_path / "learned"
    kept.mkdir()
    (kept / f"{hashlib.sha256(MODEL).hexdigest()}.xz").write_bytes(lzma.compress(learned.tobytes()))
    monkeypatch.setattr(tuning, "KEPT", kept)
    model = tmp_path / "model"
    model.mkdir()
    (model / "model.onnx").write_bytes(MODEL)
    (model / "tokenizer.json").write_text("{}", "utf-8")
    return model


def test_a_model_is_taught_byte_by_byte(folder: Path) -> None:
    assert folder.exists()
    made = tuning.taught(MODEL)
    assert len(made) == len(MODEL)
    assert [n for n in range(len(MODEL)) if made[n] != MODEL[n]] == list(range(0, len(MODEL), 10))
    assert all((made[n] - MODEL[n]) % 256 == 1 for n in range(0, len(MODEL), 10))


def test_a_model_of_which_nothing_was_learned_stays_as_it_is(folder: Path) -> None:
    other = MODEL[1:]
    assert tuning.taught(other) is other
    (folder / "model.onnx").write_bytes(other)
    encoder = encoder_in(folder, None)
    assert encoder is not None
    assert not encoder.tuned
    assert encoder.name == f"bge-small-zh-v1.5@{hashlib.sha256(other).hexdigest()[:12]}"
    assert scorer_for(encoder).name == "with_model"


def test_the_name_says_what_was_learned_and_weights_go_with_it(folder: Path) -> None:
    tuned, plain = encoder_in(folder, None), encoder_in(folder, None, plain=True)
    assert tuned is not None
    assert plain is not None
    assert tuned.name == f"{plain.name}+{tuning.mark_of(hashlib.sha256(MODEL).hexdigest())}"
    assert (tuned.tuned, plain.tuned) == (True, False)
    assert (scorer_for(tuned).name, scorer_for(plain).name) == ("with_tuned_model", "with_model")


def test_vectors_of_both_are_kept_apart(folder: Path) -> None:
    assert Encoder(folder)._key("水") != Encoder(folder, plain=True)._key("水")


def test_the_model_that_is_fetched_knows_what_was_learned() -> None:
    encoder, plain = encoder_in(Settings().model_folder, None), encoder_in(Settings().model_folder, None, plain=True)
    if encoder is None or plain is None:
        pytest.skip("the model was not fetched (reformgraph model)")
    if not encoder.tuned:  # another file of the model, from the hub
        assert encoder.name == plain.name
        return
    texts = ["供水企业承担外线工程费用", "用水报装零收费", "水电气网联合报装"]
    found, before = encoder.encode(texts), plain.encode(texts)
    assert np.isfinite(found).all()
    assert np.abs(found - before).max() > 0.01
    near = found @ found.T
    assert near[0, 1] > near[0, 2]
