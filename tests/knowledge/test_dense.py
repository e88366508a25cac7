"""Dense vectors: tiny real embedders, Chroma in the process, collections by generation."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from langchain_core.embeddings import Embeddings

from assistant.settings import Settings
from assistant.wiring import Assistant, build
from knowledge.errors import BackendMissing
from knowledge.index.dense import (
    BATCH,
    TITLE_SHARE,
    DenseIndex,
    StaticEmbeddings,
    client,
    collection_name,
    embedder,
    middle,
)
from tests.conftest import quiet
from tests.fixtures import RECORDS, record
from tests.knowledge.conftest import Write
from tests.knowledge.tiny_model import save_model


class LetterCounts(Embeddings):
    """A vector is how often each letter occurs: deterministic, needs nothing; counts what it was asked for."""

    def __init__(self) -> None:
        self.asked = 0

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        self.asked += len(texts)
        return [[1.0 + text.count(c) for c in "abcdeghiklmnopqrstuvxy"] for text in texts]

    def embed_query(self, text: str) -> list[float]:
        return self.embed_documents([text])[0]


@pytest.fixture
def model(tmp_path: Path) -> str:
    return save_model(tmp_path / "model")


Open = Callable[..., Assistant]


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Open]:
    """Open assistants on one home; closed at the end."""
    made: list[Assistant] = []

    def open_(**settings: str) -> Assistant:
        made.append(build(Settings(home=tmp_path / "home", **settings)))  # type: ignore[arg-type]
        return made[-1]

    yield open_
    for assistant in made:
        assistant.close()


def test_the_setting_names_the_embedder(model: str) -> None:
    assert embedder("none") is None
    assert embedder("") is None
    assert isinstance(embedder(model), StaticEmbeddings)


def test_a_missing_library_is_said_in_plain_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "sentence_transformers", None)
    with pytest.raises(BackendMissing) as caught:
        embedder("some/model")
    assert "mocua[neural]" in caught.value.advice


def test_the_static_model_puts_everyday_words_beside_official_ones(model: str) -> None:
    embeddings = StaticEmbeddings(model.removeprefix("static:"))
    boat, bee, ferry = (np.array(embeddings.embed_query(t)) for t in ("thuyền", "ong", "đò"))
    assert boat @ ferry > 0.5 > abs(boat @ bee)
    assert embeddings.embed_documents(["ong", "đò"]) == [embeddings.embed_query("ong"), embeddings.embed_query("đò")]


def test_the_nearest_record_comes_first_with_its_similarity(tmp_path: Path) -> None:
    index = DenseIndex(client("", tmp_path), "test-nearest", LetterCounts())
    assert list(index.build([["cap lai the"], ["nuoi ong"], ["cho do ngang"]])) == [3]
    found = index.nearest("nuoi ong")
    assert found[0][0] == 1
    assert found[0][1] == pytest.approx(1.0, abs=1e-5)
    assert [s for _, s in found] == sorted((s for _, s in found), reverse=True)
    assert len(found) == index.count() == 3


def test_a_build_that_was_broken_off_goes_on_and_doubles_nothing(tmp_path: Path) -> None:
    texts = [[f"loai so {n}", *["xin gi day"] * (n % 3)] for n in range(2 * BATCH + 10)]
    embeddings = LetterCounts()
    first = DenseIndex(client("", tmp_path), "test-resumed", embeddings).build(texts)
    assert next(first) == BATCH
    first.close()  # type: ignore[attr-defined]
    again = DenseIndex(client("", tmp_path), "test-resumed", embeddings)
    assert list(again.build(texts)) == [2 * BATCH, len(texts)]
    assert embeddings.asked == sum(len(asked) for asked in texts)
    assert again.count() == len(texts)
    assert list(again.build(texts)) == []


def test_collections_are_named_by_generation_and_embedder() -> None:
    names = {collection_name(s, n, phrases) for s in ("some/a", "static:b") for n in (1, 2) for phrases in "xy"}
    assert len(names) == 8
    assert all(name.isascii() and 3 <= len(name) <= 512 for name in names)
    assert collection_name("some/a", 1, "x") == collection_name("some/a", 1, "x")


def test_a_model_trained_anew_has_vectors_of_its_own(tmp_path: Path) -> None:
    setting = save_model(tmp_path / "model")
    before = collection_name(setting, 1, "")
    assert collection_name(setting, 1, "") == before
    file = tmp_path / "model" / "model.safetensors"
    file.write_bytes(file.read_bytes()[:-4] + np.float32(0.5).tobytes())
    assert collection_name(setting, 1, "") != before


def test_the_direction_of_a_record_is_that_of_its_phrasings_and_somewhat_of_its_title() -> None:
    title, asks = [0.0, 0.0, 9.0], [[1.0, 0.0, 0.0], [0.0, 5.0, 0.0]]
    found = middle(np.array([title, *asks], dtype=np.float32))
    assert np.linalg.norm(found) == pytest.approx(1.0)
    assert found[0] == pytest.approx(found[1]), "a long phrasing counts no more than a short one"
    assert found[2] / found[0] == pytest.approx(TITLE_SHARE / 0.5)
    assert middle(np.array([title], dtype=np.float32)) == pytest.approx([0.0, 0.0, 1.0])
    assert not middle(np.zeros((2, 3), dtype=np.float32)).any(), "no word known: no direction"


def test_dense_finds_what_no_word_finds(opened: Open, write: Write, model: str) -> None:
    path = write("a.jsonl", RECORDS)
    plain = opened(embedder="none")
    plain.library.import_paths([path], quiet)
    index = plain.library.index()
    assert index.procedures(index.query("thuyền"))[0].match == 0
    with_dense = opened(embedder=model).library.index()
    best = with_dense.procedures(with_dense.query("thuyền"))[0]
    assert best.code == "9.000004"
    assert best.parts["dense"] > 0


def test_each_generation_has_vectors_of_its_own(opened: Open, write: Write, model: str) -> None:
    assistant = opened(embedder=model)
    assistant.library.import_paths([write("a.jsonl", RECORDS)], quiet)
    before = assistant.library.index()
    changed = [{**RECORDS[3], "ten_thu_tuc": "Cấp giấy qua phà"}, record("9.000005", "Chở thuyền qua sông")]
    assistant.library.import_paths([write("b.jsonl", changed)], quiet)
    after = opened(embedder=model).library.index()
    assert before.procedures(before.query("thuyền"))[0].code == "9.000004"
    assert after.procedures(after.query("thuyền"))[0].code == "9.000005"


def test_a_dropped_import_leaves_no_vectors_behind(opened: Open, write: Write, model: str) -> None:
    library = opened(embedder=model).library
    small = write("a.jsonl", RECORDS[:2])
    library.import_paths([small], quiet)

    def stop(what: str, done: int, total: int) -> None:
        if what == "dense":
            raise KeyboardInterrupt

    titles = ["Chở đò ngang", "Nuôi ong", "Nuôi mật", "Cấp lại giấy"]
    with pytest.raises(KeyboardInterrupt):
        library.import_paths([write("b.jsonl", [record(f"8.{n:06d}", t) for n, t in enumerate(titles)])], stop)
    library.import_paths([small], quiet)  # drops the broken one; the next takes its number
    library.import_paths([write("c.jsonl", RECORDS)], quiet)
    index = opened(embedder=model).library.index()
    assert index.procedures(index.query("thuyền"))[0].code == "9.000004"
