"""What the training programs learn from very little: static vectors (where torch is installed) and weights."""

from __future__ import annotations

import importlib.util
import random
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.sparse import csr_matrix

from eval import train_static
from eval.train_ranker import BY_HAND, Case, fit, quality
from eval.train_static import Texts, examples, noisy, said, save, texts, vocabulary
from knowledge.index.dense import embedder
from knowledge.index.ranking import MATCHED, PRIORS
from knowledge.library import Library
from knowledge.text import fold
from tests.conftest import quiet
from tests.fixtures import GUIDE, RECORDS, record
from tests.knowledge.conftest import Write, library, write

__all__ = ["library", "write"]  # fixtures of the other folder

needs_torch = pytest.mark.skipif(
    importlib.util.find_spec("torch") is None, reason="torch is not installed (it is needed for training alone)"
)
MATTERS = {
    "Đăng ký nuôi ong": ["thả mấy đõ mật", "muốn đặt đõ lấy mật", "gây đàn lấy mật"],
    "Cấp giấy phép chở đò ngang": ["lái phà kiếm cơm", "mở bến phà", "chạy phà chở khách"],
    "Cấp thẻ hát rong": ["đi đàn dạo ở chợ", "muốn đàn dạo kiếm sống", "đàn dạo ngoài phố"],
}


def known() -> list[Texts]:
    return [
        Texts(said(title), [said(ask) for ask in asks], [said(f"nộp đơn {title}")]) for title, asks in MATTERS.items()
    ]


def test_records_with_one_title_are_one_matter(library: Library, write: Write, tmp_path: Path) -> None:
    (tmp_path / "g.md").write_text(GUIDE, "utf-8")
    twin = record("9.000020", "Đăng ký nuôi ong")
    library.import_paths([write("a.jsonl", [*RECORDS, twin]), tmp_path / "g.md"], quiet)
    found = texts(library.catalogue, 1, {"9.000020": ["thả mấy đõ mật"], "9.999999": ["việc khác"]})
    assert len(found) == len(RECORDS)
    bees = next(entry for entry in found if said("thả mấy đõ mật") in entry.asks)
    assert said("muốn nuôi đàn ong thì xin ở đâu") in bees.asks, "a guide's questions too"
    assert said("việc khác") not in [ask for entry in found for ask in entry.asks]


def test_the_vocabulary_holds_words_and_pairs_met_often_enough() -> None:
    tokens = vocabulary([Texts(said("nuôi ong"), [said("nuôi ong"), said("nuôi ong mật")], [])])
    assert tokens["[UNK]"] == 0
    assert {"nuôi", "nuoi", "ong", "nuôi_ong", "nuoi_ong"} <= tokens.keys()
    assert tokens.keys().isdisjoint({"mật", "ong_mật"})
    assert sorted(tokens.values()) == list(range(len(tokens)))


@given(st.text("aăâêđ ọếừyx", max_size=60), st.integers(0, 99))
def test_noise_drops_accents_and_nothing_else(text: str, seed: int) -> None:
    accented, plain = said(text)
    assert tuple(fold(w) for w in noisy((accented, plain), random.Random(seed))) == plain


def test_examples_belong_together_and_every_title_is_met() -> None:
    made = examples(known(), random.Random(1))
    for one, other, number in made:
        entry = known()[number]
        assert {one, other} <= {entry.title, *entry.asks, *entry.body}
    assert {number for _, _, number in made} == {0, 1, 2}


def test_vectors_are_kept_small_and_loaded_as_they_were_meant(tmp_path: Path) -> None:
    vectors = np.array([[5.0, 5.0], [2.0, 0.0], [0.0, -1.0]], dtype=np.float32)
    save(vectors, {"[UNK]": 0, "ong": 1, "đò": 2}, tmp_path / "static")
    model = embedder(f"static:{tmp_path / 'static'}")
    assert model is not None
    assert model.embed_documents(["ong", "Đò!", "xe", "ong đò"]) == [
        pytest.approx([1.0, 0.0]), pytest.approx([0.0, -1.0]), [0.0, 0.0],
        pytest.approx([0.894, -0.447], abs=0.02),
    ]  # fmt: skip
    assert (tmp_path / "static" / "model.safetensors").stat().st_size < 1000


@needs_torch
def test_a_static_embedder_learns_what_belongs_together(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(train_static, "BATCH", 8)
    monkeypatch.setattr(train_static, "DIMENSIONS", 16)
    tokens = vocabulary(known())
    trainer = train_static.Trainer(known(), tokens)
    trainer.train(epochs=40)
    save(trainer.bag.weight.detach().numpy().copy(), tokens, tmp_path / "static")
    model = embedder(f"static:{tmp_path / 'static'}")
    assert model is not None
    titles = np.array(model.embed_documents(list(MATTERS)))
    for asked, right in (("thả đõ lấy mật", 0), ("chay pha", 1), ("đàn dạo", 2)):
        assert int((titles @ np.array(model.embed_query(asked))).argmax()) == right


def cases(count: int) -> list[Case]:
    """The right record is the one whose first feature is the highest; the second feature says nothing."""
    chance = np.random.default_rng(1)
    made = []
    for _ in range(count):
        values = chance.random((2, 6)).astype(np.float32)
        right = np.zeros(6, dtype=np.bool_)
        right[values[0].argmax()] = True
        made.append(Case(values, right, 1.0, csr_matrix((1, 6))))
    return made


def test_the_ranker_learns_which_feature_tells() -> None:
    items = cases(200)
    weights = fit(items[:100], 2, 1)
    assert weights[0] > 5 * abs(weights[1])
    assert float(quality(weights, items[100:])[:5]) > 0.9
    assert float(quality(np.array([0.0, 1.0, 0.0], dtype=np.float32), items)[:5]) < 0.5


def test_questions_that_count_more_decide() -> None:
    values = np.eye(2, dtype=np.float32)
    first, second = np.array([True, False]), np.array([False, True])
    silent = csr_matrix((1, 2))
    weights = fit([Case(values, first, 3.0, silent), Case(values, second, 1.0, silent)], 2, 1)
    assert weights[0] > weights[1]


def test_a_word_left_unsaid_counts_against_a_title() -> None:
    alike, right = np.ones((1, 2), dtype=np.float32), np.array([True, False])
    special = csr_matrix(np.array([[0.0, 1.0]], dtype=np.float32))
    assert fit([Case(alike, right, 1.0, special)] * 5, 1, 1)[1] < -1


def test_weights_set_by_hand_are_of_features_that_there_are() -> None:
    assert set(BY_HAND) <= {*MATCHED, *PRIORS}
