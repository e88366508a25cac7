"""Build the index of one generation into a folder: read every live record once, write fields and traits."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from sys import intern
from typing import TYPE_CHECKING

from knowledge import facts, phrasebook
from knowledge.catalogue import Catalogue, Kind
from knowledge.index import lexicon
from knowledge.index.lexical import FieldIndex
from knowledge.index.spelling import Counts, Spelling
from knowledge.phrasebook import Phrases, matter
from knowledge.text import fold, folded_words, pairs, words
from knowledge.types import Guide, Passage, Procedure

if TYPE_CHECKING:
    from knowledge.index.dense import DenseIndex

FORMAT = 8
"""Raised when the folder's layout or the analysis changes: older folders are rebuilt at start."""
SECTION_WORDS = {"papers": 260, "steps": 220, "conditions": 120, "ways": 120, "result": 60, "keywords": 40}
"""Words indexed of each section: enough to meet a question, small enough for 1 GB of memory at import."""

FIELDS = ("title", "title_pairs", "title_accented", "everyday", "everyday_pairs", "everyday_accented",
          "body", "body_pairs", "passage", "passage_accented", "passage_asks", "passage_asks_accented")  # fmt: skip

_OPENING = re.compile(r"^(?:thủ tục|thủ tục hành chính)\s*:?\s+", re.IGNORECASE)
_CITIZEN = re.compile(r"cong dan viet nam|ca nhan|ho gia dinh|nguoi viet nam")

Step = Callable[[str, int, int], None]
"""Progress: what, done, total."""


@dataclass(slots=True)
class _Rows:
    """Token lists by field and traits by name, filled record by record."""

    tokens: dict[str, list[list[str]]] = field(default_factory=lambda: {name: [] for name in FIELDS})
    traits: list[dict[str, object]] = field(default_factory=list)
    passages: list[dict[str, object]] = field(default_factory=list)
    asks: list[list[str]] = field(default_factory=list)
    """The everyday questions of each record's guide."""
    spelled: list[list[str]] = field(default_factory=list)
    """Titles and guides' questions in words: what `Spelling` learns from, beside the phrasebook."""
    dense: list[list[str]] = field(default_factory=list)
    """For each record its title, then how people ask for it."""

    def add(self, field_name: str, tokens: Iterable[str]) -> None:
        """The tokens of one more record. Interned: the same word ten thousand times is one string."""
        self.tokens[field_name].append([intern(token) for token in tokens])


def search_title(title: str) -> str:
    """The title without its opening "Thủ tục"."""
    return _OPENING.sub("", title)


def _add_procedure(rows: _Rows, record: Procedure, guide: Guide | None, words_of: lexicon.Lexicon) -> None:
    title = words(search_title(record.title))[:80]
    body = [w for name, limit in SECTION_WORDS.items() for w in folded_words(record.sections.get(name, ""))[:limit]]
    plain = [fold(w) for w in title]
    tokens = {
        "title": plain,
        "title_pairs": pairs(plain),
        "title_accented": title + pairs(title),
        "body": plain + folded_words(record.field) + body,
        "body_pairs": pairs(plain) + pairs(body),
    }
    for name, values in tokens.items():
        rows.add(name, values)
    local = facts.is_local(record.decision)
    place = fold(
        " | ".join((record.offices.receives, record.offices.decides, record.title, record.sections.get("legal", "")))
    )
    named = sorted(words_of.provinces_in(" ".join(folded_words(place)))) if local else []
    rows.traits.append({
        "code": record.code, "title": record.title, "level": record.level.value, "field": record.field,
        "citizen": int(bool(_CITIZEN.search(fold(", ".join(record.applicants))))), "own": int(local),
        "province": named[0] if len(named) == 1 else "", "guide": int(guide is not None),
        "plain": guide.title if guide else "",
        "variants": sorted(words_of.variants_of(f"{record.title} {record.code} {record.decision}")),
    })  # fmt: skip
    rows.spelled.append(title)
    rows.asks.append([guide.title, *guide.asks] if guide else [])


def _add_phrases(rows: _Rows, phrases: Phrases) -> None:
    """How people ask for each record; records with the same title share their phrasings."""
    shared: dict[str, list[str]] = {}
    matters = [matter(str(row["title"])) for row in rows.traits]
    for row, same in zip(rows.traits, matters, strict=True):
        shared.setdefault(same, []).extend(phrases.get(str(row["code"]), ()))
    for row, same, own in zip(rows.traits, matters, rows.asks, strict=True):
        asks = list(dict.fromkeys([*own, *shared[same]]))
        said = [words(ask) for ask in asks]
        plain = [[fold(w) for w in ask] for ask in said]
        rows.add("everyday", [w for ask in plain for w in ask])
        rows.add("everyday_pairs", [p for ask in plain for p in pairs(ask)])
        rows.add("everyday_accented", [w for ask in said for w in ask + pairs(ask)])
        rows.dense.append([search_title(str(row["title"])), *asks])


def _add_passage(rows: _Rows, position: int, passage: Passage, *, asked: bool) -> None:
    text = words(f"{passage.title} {passage.place} {passage.place} {passage.text}")
    asks = [w for ask in passage.asks for w in words(ask)]
    rows.add("passage", [fold(w) for w in text])
    rows.add("passage_accented", text)
    rows.add("passage_asks", [fold(w) for w in asks])
    rows.add("passage_asks_accented", asks)
    rows.passages.append(
        {"document": passage.document, "position": position, "audience": list(passage.audience), "asked": asked}
    )


def build(
    catalogue: Catalogue, generation: int, folder: Path, dense: DenseIndex | None, phrases: list[Path], step: Step
) -> None:
    """Write the index of a generation; the folder appears whole or not at all."""
    working = folder.with_name(folder.name + ".part")
    shutil.rmtree(working, ignore_errors=True)
    working.mkdir(parents=True)
    digest = phrasebook.digest(phrases)
    rows = collect(catalogue, generation, phrasebook.load(phrases), step)
    sizes = {name: len(values) for name, values in rows.tokens.items()}
    for number, name in enumerate(FIELDS, start=1):
        if rows.tokens[name]:
            FieldIndex.build(rows.tokens[name]).save(working / name)
        rows.tokens[name] = []
        step("index", number, len(FIELDS))
    if dense is not None:
        for done in dense.build(rows.dense):
            step("dense", done, len(rows.dense))
    meta = {
        "format": FORMAT,
        "generation": generation,
        "phrases": digest,
        "sizes": sizes,
        "traits": rows.traits,
        "passages": rows.passages,
    }
    learned = Spelling.learn(Counts.of(rows.spelled), *_spoken(phrases)).dump()
    (working / "spelling.json").write_text(json.dumps(learned, ensure_ascii=False), "utf-8")
    (working / "meta.json").write_text(json.dumps(meta, ensure_ascii=False), "utf-8")
    shutil.rmtree(folder, ignore_errors=True)
    working.rename(folder)


def _spoken(phrases: list[Path]) -> tuple[Counts, Counts]:
    """The words of the whole phrasebook, of procedures not imported too: a small catalogue must not bend them."""
    own = [path for path in phrases if path.parent != phrasebook.BUNDLED]
    bundled = tuple(path for path in phrases if path.parent == phrasebook.BUNDLED)
    return _bundled_words(bundled, phrasebook.digest(list(bundled))), _words_of(own)


@lru_cache(maxsize=1)
def _bundled_words(paths: tuple[Path, ...], _digest: str) -> Counts:
    return _words_of(list(paths))


def _words_of(paths: list[Path]) -> Counts:
    return Counts.of(words(ask) for asks in phrasebook.load(paths).values() for ask in asks)


def collect(catalogue: Catalogue, generation: int, phrases: Phrases, step: Step) -> _Rows:
    """All token lists of a generation. A guide without a catalogue record stands for its procedure itself."""
    words_of = lexicon.load()
    guides: dict[str, Guide] = {g.code: g for g in catalogue.records(Kind.GUIDE, generation)}
    rows = _Rows()
    for number, record in enumerate(catalogue.records(Kind.PROCEDURE, generation), start=1):
        _add_procedure(rows, record, guides.pop(record.code, None), words_of)
        step("read", number, 0)
    for guide in guides.values():
        _add_procedure(rows, guide.record, guide, words_of)
    _add_phrases(rows, phrases)
    rows.spelled += [words(ask) for asks in rows.asks for ask in asks]
    for document in catalogue.records(Kind.DOCUMENT, generation):
        asked = any(passage.asks for passage in document)
        for position, passage in enumerate(document):
            _add_passage(rows, position, passage, asked=asked)
    return rows
