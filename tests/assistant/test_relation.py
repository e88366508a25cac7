"""Which procedure a message in a conversation means: chances between explainable features, a weight for each."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.answering.held import WIDEST, Held
from assistant.rules.relation import Scene, chances, features, tokens, weights
from assistant.types import Facet, Understanding
from assistant.wiring import Assistant
from knowledge.index import lexicon
from knowledge.index.beside import FAR, Contender, contenders
from knowledge.text import words
from tests.assistant.making import hit

FOCUS, EARLIER, LATER, OTHER = "9.000001", "9.000002", "9.000003", "9.000004"
MARRIAGE = "1.000894"
VARIANTS = st.frozensets(st.sampled_from([v.name for v in lexicon.load().variants]), max_size=3)
SHARES = st.floats(0, 1)
BEARS = st.floats(-WIDEST, WIDEST)
MESSAGES = st.lists(
    st.sampled_from(
        words("thế nếu không phải nhầm ý quay lại lúc nãy khai sinh cấp đổi mất có cần nộp này ạ gì 3 tuổi")
    ),
    max_size=18,
).map(" ".join)


def contender(code: str, title: str = "Đăng ký nuôi ong", lead: float = 0.0, chance: float = 0.5) -> Contender:
    return Contender(hit(code, title, score=9.0 + lead, chance=chance), lead, 0.5, lead, 0.2)


def scene(
    text: str, best: Contender, sentence: float = 0.0, record: float = 0.0, code: str = FOCUS, bears: float = 0.0
) -> Scene:
    """A message of which a record holds these shares, and on which one of its sentences bears so much."""
    query = lexicon.load().query(text)
    understood = Understanding(text, query, Facet.OVERVIEW, False, topical=True, own=query.plain)
    return Scene(understood, best, frozenset(), {code: (sentence, record)}, {code: bears})


@st.composite
def found(draw: st.DrawFn) -> list[Contender]:
    """The focus first, then others of any kind."""
    codes = [FOCUS, *draw(st.lists(st.sampled_from([EARLIER, LATER, OTHER, "9.000005"]), unique=True))]
    leads = st.floats(FAR, 0)
    return [
        Contender(
            hit(code, draw(st.text(max_size=20)), draw(st.floats(-30, 60)), draw(SHARES), chance=draw(SHARES),
                variants=draw(VARIANTS)),
            draw(leads), 0.0 if code == FOCUS else draw(st.floats(-2, 8)), draw(leads), draw(SHARES),
        )
        for code in codes
    ]  # fmt: skip


@st.composite
def scenes(draw: st.DrawFn, rows: Sequence[Contender]) -> Scene:
    made = scene(draw(MESSAGES), draw(st.sampled_from(rows)))
    held = {code: (draw(SHARES) * whole, whole) for code in (FOCUS, EARLIER) for whole in [draw(SHARES)]}
    bears = {code: draw(BEARS) for code in (FOCUS, EARLIER)}
    understood = replace(made.understood, facet_named=draw(st.booleans()))
    return replace(made, understood=understood, held=held, bears=bears, variants=draw(VARIANTS))


@given(data=st.data(), rows=found())
def test_the_chances_are_chances(data: st.DataObject, rows: list[Contender]) -> None:
    shares = chances(data.draw(scenes(rows)), FOCUS, (EARLIER, LATER), rows)
    assert len(shares) == len(rows)
    assert sum(shares) == pytest.approx(1.0)
    assert all(0 <= share <= 1 for share in shares)


@given(data=st.data(), rows=found())
def test_the_order_of_the_contenders_changes_no_chance(data: st.DataObject, rows: list[Contender]) -> None:
    told = data.draw(scenes(rows))
    mixed = data.draw(st.permutations(rows))
    by_code = dict(zip([one.hit.code for one in rows], chances(told, FOCUS, (EARLIER,), rows), strict=True))
    for one, share in zip(mixed, chances(told, FOCUS, (EARLIER,), mixed), strict=True):
        assert share == pytest.approx(by_code[one.hit.code])


@given(data=st.data(), rows=found())
def test_no_feature_is_large(data: st.DataObject, rows: list[Contender]) -> None:
    told = data.draw(scenes(rows))
    values = [v for one in rows for v in features(told, FOCUS, (EARLIER,), one).values()]
    assert all(FAR / 5 <= value <= 3 for value in values)


def test_one_contender_alone_is_sure() -> None:
    alone = contender(FOCUS)
    assert chances(scene("nuôi ong", alone), FOCUS, (), [alone]) == [1.0]


def test_every_feature_has_a_weight_and_every_weight_a_feature() -> None:
    rows = [contender(code) for code in (FOCUS, EARLIER, OTHER)]
    told = scene("thế còn nuôi ong thì sao", rows[0])
    focus, earlier, other = (unsaid(features(told, FOCUS, (EARLIER,), one)) for one in rows)
    assert focus | earlier | other == unsaid(weights())
    for names, kind in ((focus, "focus:"), (earlier, "earlier:"), (other, "other:")):
        own = {name for name in names if ":" in name}
        assert own == {name for name in unsaid(weights()) if name.startswith(kind)}, kind
        assert names - own == {name for name in unsaid(weights()) if ":" not in name}, "the rest counts for all"


def unsaid(names: Iterable[str]) -> set[str]:
    """The features that are not what a message says: of that, only some things have a weight."""
    return {name for name in names if ":=" not in name}


def test_what_a_message_says_counts_for_the_focus_and_for_earlier_ones() -> None:
    rows = [contender(code) for code in (FOCUS, EARLIER, OTHER)]
    told = scene("thế còn nuôi ong", rows[0])
    focus, earlier, other = (features(told, FOCUS, (EARLIER,), one) for one in rows)
    said = tokens("the con nuoi ong")
    assert {name for name in focus if ":=" in name} == {f"focus:={token}" for token in said}
    assert {name for name in earlier if ":=" in name} == {f"earlier:={token}" for token in said}
    assert unsaid(other) == set(other)
    assert all(name.startswith(("focus:=", "earlier:=")) for name in weights() if ":=" in name)


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("", []),
        ("ong", ["ong", "^ong", "ong$"]),
        ("con ong con", ["con", "ong", "con_ong", "ong_con", "^con", "con$"]),
    ],
)
def test_words_pairs_and_the_first_and_last_word_are_what_is_said(said: str, found: list[str]) -> None:
    assert tokens(said) == found


@given(data=st.data(), rows=found())
def test_a_record_that_holds_the_message_is_never_less_likely(data: st.DataObject, rows: list[Contender]) -> None:
    told = data.draw(scenes(rows))
    held, not_held = (replace(told, held={**told.held, FOCUS: (share, share)}) for share in (1.0, 0.0))
    assert chances(held, FOCUS, (EARLIER,), rows)[0] >= chances(not_held, FOCUS, (EARLIER,), rows)[0]


@given(data=st.data(), rows=found())
def test_a_sentence_that_answers_never_makes_the_focus_less_likely(data: st.DataObject, rows: list[Contender]) -> None:
    told = data.draw(scenes(rows))
    less, more = sorted([data.draw(BEARS), data.draw(BEARS)])
    silent, answers = (
        chances(replace(told, bears={**told.bears, FOCUS: bears}), FOCUS, (EARLIER,), rows)[0] for bears in (less, more)
    )
    assert answers >= silent - 1e-12


def test_the_focus_is_likelier_where_one_of_its_sentences_answers() -> None:
    rows = [contender(FOCUS, lead=-1.0), contender(OTHER, "Cấp giấy phép chở đò ngang")]
    silent, answers = (
        chances(scene("chở bằng đò", rows[1], bears=bears), FOCUS, (), rows)[0] for bears in (-WIDEST, WIDEST)
    )
    assert answers > silent + 0.1


def test_the_focus_is_likelier_for_what_its_record_holds(bundled: Assistant) -> None:
    index = bundled.library.index()
    held = Held(bundled.library.catalogue, index.generation, index.rarity)
    said, other = "thế tình trạng hôn nhân thì sao", "thế ruộng rẫy trâu bò thì sao"
    rows = contenders(index, index.query(said), MARRIAGE, ())
    inside, outside = (
        chances(
            scene(said, rows[0], *held.shares(MARRIAGE, query.plain), MARRIAGE, held.bears(MARRIAGE, query, ())),
            MARRIAGE, (), rows,
        )[0]
        for query in map(index.query, (said, other))
    )  # fmt: skip
    assert inside > outside + 0.1


def test_an_earlier_one_is_likelier_the_later_it_was_talked_about() -> None:
    rows = [contender(code) for code in (FOCUS, EARLIER, LATER, OTHER)]
    told = scene("nuôi ong", rows[0])
    assert told.held.keys() == {FOCUS}, "nothing speaks for either"
    shares = chances(told, FOCUS, (EARLIER, LATER), rows)
    assert shares[1] > shares[2]


def test_a_way_back_makes_earlier_ones_likelier() -> None:
    rows = [contender(code) for code in (FOCUS, EARLIER, OTHER)]
    plain, back = (chances(scene(text, rows[0]), FOCUS, (EARLIER,), rows)[1] for text in ("nuôi ong", "ong lúc nãy"))
    assert back > plain


def test_what_fits_by_far_best_takes_the_focus() -> None:
    rows = [contender(FOCUS, lead=-15.0, chance=0.0), contender(OTHER, "Cấp giấy phép chở đò ngang", chance=1.0)]
    shares = chances(scene("xin giấy phép chở đò ngang", rows[1]), FOCUS, (), rows)
    assert shares[1] > 0.8
