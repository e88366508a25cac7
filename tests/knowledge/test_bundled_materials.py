"""The ten training texts that come with the program."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest

from assistant.wiring import Assistant
from knowledge.bundled import FOLDER, bundled_paths
from knowledge.catalogue import Kind
from knowledge.loaders.document import load
from knowledge.loaders.guide import front_matter

MATERIALS = sorted((FOLDER / "materials").glob("*.md"))
each_material = pytest.mark.parametrize("path", MATERIALS, ids=[p.stem for p in MATERIALS])


def head_of(path: Path) -> tuple[dict[str, object], str]:
    parsed = front_matter(path.read_text("utf-8"))
    assert parsed is not None
    return parsed


def test_there_are_ten() -> None:
    assert len(MATERIALS) == 10
    assert all(folder.is_dir() for folder in bundled_paths())


def test_team_members_and_officers_both_have_some() -> None:
    audiences = [set(load(path)[0].audience) for path in MATERIALS]
    assert all(a and a <= {"citizen", "team", "officer"} for a in audiences)
    assert sum("team" in a for a in audiences) >= 5
    assert any("officer" in a for a in audiences)


@each_material
def test_the_questions_stand_under_the_headings_of_the_text(path: Path) -> None:
    head, body = head_of(path)
    asks = head["asks"]
    assert isinstance(asks, dict)
    assert list(asks) == [line[3:] for line in body.splitlines() if line.startswith("## ")]
    assert all(isinstance(q, str) and q for questions in asks.values() for q in questions)


@each_material
def test_every_question_reaches_a_passage(path: Path) -> None:
    asks = head_of(path)[0]["asks"]
    assert isinstance(asks, dict)
    indexed = {q for passage in load(path) for q in passage.asks}
    assert indexed == {q for questions in asks.values() for q in questions}


@each_material
def test_a_material_is_titled_dated_and_nfc(path: Path) -> None:
    text = path.read_text("utf-8")
    assert unicodedata.is_normalized("NFC", text)
    head, body = head_of(path)
    passages = load(path)
    assert f"# {head['title']}\n" in body
    assert {p.title for p in passages} == {head["title"]}
    assert {p.as_of for p in passages} == {head["as_of"]}
    assert all(p.place.startswith(str(head["title"])) for p in passages)


def test_a_bundled_question_finds_its_own_passage_among_the_first_three(bundled: Assistant) -> None:
    library = bundled.library
    index = library.index()
    found = total = 0
    for document in library.catalogue.records(Kind.DOCUMENT, index.generation):
        for position, passage in enumerate(document):
            for question in passage.asks:
                best = index.passages(index.query(question), limit=3)
                found += (passage.document, position) in {(hit.document, hit.position) for hit in best}
                total += 1
    assert total > 100
    assert found >= 0.95 * total, f"{found} of {total}: a question written for a passage is indexed with it"
