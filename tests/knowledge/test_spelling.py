"""What fingers and phones do to words is undone; words that the knowledge holds are never touched."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Callable, Iterable
from functools import cache

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from eval.noise import keyed
from knowledge import phrasebook
from knowledge.index.spelling import LEAST_COUNT, Counts, Spelling, telex, vni
from knowledge.library import Library
from knowledge.text import fold, words
from tests.conftest import quiet
from tests.fixtures import RECORDS
from tests.knowledge.conftest import Write

SYLLABLE = re.compile(
    r"(ngh?|gh|gi|qu|[ckpt]h|nh|tr|[bcdghklmnpqrstvx])?(?!.*oo)[aeiouy]{1,3}(ch|ng|nh|[cmnpt])?", re.ASCII
)
"""Vietnamese, without accents; "moóc" and "ôxy" are not, and Telex has no one spelling for them."""


@cache
def learned() -> Spelling:
    """What the bundled phrasebook teaches."""
    phrases = phrasebook.load(phrasebook.files())
    return Spelling.learn(Counts.of(words(ask) for asks in phrases.values() for ask in asks))


def one_of(choose: Callable[[Spelling], Iterable[str]]) -> st.SearchStrategy[str]:
    """One of the words that the phrasebook teaches; it is not read before a test runs."""
    return st.deferred(lambda: st.sampled_from(sorted(choose(learned()))))


held = one_of(lambda s: s.accented)
plain = one_of(lambda s: s.words)
syllables = one_of(lambda s: [w for w in s.accented if SYLLABLE.fullmatch(fold(w))])
drawable = one_of(lambda s: [w for w in s.words if s.common(w) and SYLLABLE.fullmatch(w) and w[-1:] != w[-2:-1]])
anything = st.lists(st.one_of(st.text(max_size=30), held), max_size=12)


def small(*lines: str) -> Spelling:
    """What these lines teach, each met often."""
    return Spelling.learn(Counts.of([words(line) for line in lines] * LEAST_COUNT))


def typed(word: str, method: int) -> str:
    return keyed(word, random.Random(0), method)


@pytest.mark.parametrize(
    ("keys", "word"),
    [
        ("giaays", "giấy"), ("duowcj", "dược"), ("dduocwj", "được"), ("dduowngf", "đường"), ("nguwowif", "người"),
        ("khoong", "không"), ("ddaats", "đất"), ("hoaf", "hòa"), ("thuyr", "thủy"), ("quyeets", "quyết"),
        ("giaf", "già"), ("tieesng", "tiếng"), ("duowngdf", "đường"), ("duocwdj", "được"), ("cuawr", "cửa"),
        ("quawngf", "quằng"), ("xe", None), ("2026", None),
    ],
)  # fmt: skip
def test_telex_keys_are_read(keys: str, word: str | None) -> None:
    assert telex(keys) == word


@pytest.mark.parametrize(
    ("keys", "word"),
    [
        ("gia6y1", "giấy"), ("d9uo7c5", "được"), ("d9u7o7ng2", "đường"), ("ngu7o7i2", "người"), ("hoa2", "hòa"),
        ("kho6ng", "không"), ("thuy3", "thủy"), ("b1", None), ("c65", None), ("q7", None), ("h2o", None),
        ("2026", None), ("xe", None), ("ct01", None),
    ],
)  # fmt: skip
def test_vni_keys_are_read(keys: str, word: str | None) -> None:
    assert vni(keys) == word


@given(syllables, st.sampled_from((0, 1)))
def test_a_known_word_comes_back_from_its_keys(word: str, method: int) -> None:
    said = typed(word, method)
    assume(len(said) > 2 and fold(said) not in learned().words)
    assert learned().mend([said]) == [word]


@given(st.lists(held, max_size=30))
def test_known_words_are_never_touched(said: list[str]) -> None:
    assert learned().mend(said) == said


@given(st.lists(plain, max_size=30))
def test_known_words_without_accents_are_never_touched(said: list[str]) -> None:
    assert learned().mend(said) == said


@given(anything)
def test_mending_never_raises_never_explodes_and_is_done_at_once(said: list[str]) -> None:
    mended = learned().mend(said)
    assert len(said) <= len(mended) <= 4 * len(said)
    assert learned().mend(mended) == mended


@given(st.text(max_size=200))
def test_any_text_can_be_mended(text: str) -> None:
    said = words(text)
    assert len(said) <= len(learned().mend(said)) <= 4 * len(said)


@given(drawable, st.integers(3, 8))
def test_letters_drawn_out_are_drawn_in(word: str, times: int) -> None:
    assert learned().mend([word + word[-1] * times]) == [word]


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("khaisinh", "khai sinh"), ("hoso", "ho so"), ("dangkykethon", "dang ky ket hon"), ("giấykhaisinh",
        "giay khai sinh"), ("không khaisinh", "không khai sinh"),
    ],
)  # fmt: skip
def test_words_run_together_are_parted(said: str, meant: str) -> None:
    assert " ".join(learned().mend(said.split())) == meant


def test_most_neighbours_run_together_are_parted() -> None:
    couples = [c.split("_") for c, n in learned().couples.items() if n >= 50]
    tried = [(a, b) for a, b in couples if min(len(a), len(b)) > 1 and a.isalpha() and b.isalpha()]
    parted = [learned().mend([a + b]) == [a, b] for a, b in tried if a + b not in learned().words]
    assert len(parted) > 1000
    assert sum(parted) > 0.95 * len(parted)


def test_a_slip_is_mended_to_what_fits_its_neighbours() -> None:
    spelling = small("giấy khai sinh", "đi khám bệnh", "khui rượu", "cái khay")
    assert spelling.mend(["giay", "kahi", "sinh"]) == ["giay", "khai", "sinh"]
    assert spelling.mend(["di", "kham", "bnehj"])[:2] == ["di", "kham"]
    between = small("cho thuê nhà", "cho thuê đất", "mở thuế suất", "mở thuyền buồm")
    assert between.mend(["cho", "thueu", "nha"]) == ["cho", "thue", "nha"]
    assert between.mend(["mo", "thuyn", "buom"]) == ["mo", "thuyen", "buom"]


def test_a_wrong_tone_mark_tells_nothing() -> None:
    spelling = small("giấy tờ")
    assert spelling.mend(["giáy", "tớ"]) == ["giay", "to"]


def test_short_words_figures_and_codes_are_no_slips() -> None:
    said = ["1.000656", "12/2020/qh14", "2026", "b1", "c65", "q7", "km2", "ct01", "xk", "zzz", "n"]
    assert small("giấy khai sinh", "xe con").mend(said) == said


def test_rare_words_are_known_and_no_slip_is_mended_to_them() -> None:
    spelling = Spelling.learn(Counts.of([["uống", "methadon"], *[["uống", "nước"]] * LEAST_COUNT]))
    assert spelling.mend(["uống", "methadon"]) == ["uống", "methadon"]
    assert spelling.mend(["methadom"]) == ["methadom"]
    assert spelling.mend(["nuowcs"]) == ["nước"]


def test_nothing_learned_nothing_mended() -> None:
    said = ["giaays", "khaisinh", "khônggg", "kahi", ""]
    assert Spelling.learn().mend(said) == said


def test_what_was_learned_can_be_kept() -> None:
    kept = Spelling.restore(json.loads(json.dumps(learned().dump())))
    assert kept == learned()
    assert kept.mend(["gia6y1", "khaisinh", "kahi"]) == learned().mend(["gia6y1", "khaisinh", "kahi"])


def test_a_small_catalogue_does_not_bend_everyday_words(library: Library, write: Write) -> None:
    library.import_paths([write("a.jsonl", RECORDS)], quiet)
    index = library.index()
    for text in ("người lao động nghỉ việc thì được hưởng gì", "bệnh lao phổi", "con tôi mới sinh chưa có giấy tờ"):
        assert index.query(text).spoken == text
    assert index.query("xin giaays nuooi ong").spoken == "xin giấy nuôi ong"


def test_chat_spellings_are_no_slips(library: Library, write: Write) -> None:
    library.import_paths([write("a.jsonl", RECORDS)], quiet)
    assert library.index().query("ko dc nuooi ong").spoken == "không được nuôi ong"
