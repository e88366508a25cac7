"""Does a record speak of what a message says? Shares of its words, rare ones first; the sentence that answers it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.answering.held import KEPT, WIDEST, Held
from assistant.rules import details_of
from assistant.wiring import Assistant
from knowledge.index import lexicon
from knowledge.text import folded_words
from tests.assistant.making import CODE

MARRIAGE = "1.000894"
RARE = 5.0
WORDS = st.sampled_from(
    folded_words("người dân nộp hồ sơ nhận kết quả theo giấy hẹn tờ khai mẫu số ong đàn xã rừng đò zzz")
)


def rarity(word: str) -> float:
    """Every word tells as much as another; "hẹn" tells more, "là" nothing."""
    return {"hen": RARE, "la": 0.0}.get(word, 1.0)


@pytest.fixture(scope="module")
def held(small: Assistant) -> Held:
    return Held(small.library.catalogue, small.library.index().generation, rarity)


def bears(held: Held, question: str, code: str = CODE) -> float:
    query = lexicon.load().query(question)
    return held.bears(code, query, details_of(query.folded))


@given(words=st.lists(WORDS, max_size=12))
def test_shares_are_shares_and_the_whole_holds_no_less_than_a_sentence(held: Held, words: list[str]) -> None:
    sentence, whole = held.shares(CODE, words)
    assert 0 <= sentence <= whole <= 1


@given(words=st.lists(WORDS, max_size=12), data=st.data())
def test_neither_order_nor_repetition_counts(held: Held, words: list[str], data: st.DataObject) -> None:
    mixed = data.draw(st.permutations(words + words))
    assert held.shares(CODE, mixed) == pytest.approx(held.shares(CODE, words))


@pytest.mark.parametrize(
    ("said", "shares"),
    [
        ("giấy hẹn", (1.0, 1.0)),
        ("nộp hồ sơ", (1.0, 1.0)),
        ("nộp giấy", (0.5, 1.0)),
        ("nộp zzz", (0.5, 0.5)),
        ("zzz", (0.0, 0.0)),
        ("tờ khai mẫu số 05", (1.0, 1.0)),
    ],
    ids=["one sentence", "another", "two sentences", "half of it", "none of it", "a paper"],
)
def test_words_of_one_sentence_are_told_from_words_strewn_about(
    held: Held, said: str, shares: tuple[float, float]
) -> None:
    assert held.shares(CODE, folded_words(said)) == pytest.approx(shares)


def test_a_rare_word_counts_more(held: Held) -> None:
    assert held.shares(CODE, ["hen", "zzz"])[1] == pytest.approx(RARE / (RARE + 1))
    assert held.shares(CODE, ["giay", "zzz"])[1] == pytest.approx(1 / 2)


@pytest.mark.parametrize("words", [(), ("la",)], ids=["no words", "words that tell nothing"])
def test_nothing_said_is_not_held(held: Held, words: tuple[str, ...]) -> None:
    assert held.shares(CODE, words) == (0.0, 0.0)


@given(words=st.lists(WORDS))
def test_an_unknown_code_holds_nothing(held: Held, words: list[str]) -> None:
    assert held.shares("9.999999", words) == (0.0, 0.0)


def test_more_records_than_stay_at_hand_are_told_apart(held: Held) -> None:
    before = held.shares(CODE, ["hen"])
    for n in range(KEPT + 1):
        assert held.shares(f"8.{n:06d}", ["hen"]) == (0.0, 0.0)
    assert held.shares(CODE, ["hen"]) == before


def test_what_only_a_guide_knows_is_read_there(bundled: Assistant) -> None:
    index, catalogue = bundled.library.index(), bundled.library.catalogue
    assert catalogue.procedure(MARRIAGE, index.generation) is None
    held = Held(catalogue, index.generation, index.rarity)
    assert held.shares(MARRIAGE, folded_words("giấy xác nhận tình trạng hôn nhân"))[1] == pytest.approx(1.0)
    assert held.shares(MARRIAGE, folded_words("ruộng rẫy"))[0] < 0.5


def test_a_sentence_that_answers_bears_and_silence_does_not(held: Held) -> None:
    assert bears(held, "nhận kết quả theo giấy hẹn à") > 0
    assert bears(held, "tổ ong bay mất thì ai đền") < 0


@given(text=st.text(max_size=80), code=st.sampled_from([CODE, "9.000004", "9.999999"]))
def test_what_bears_is_bounded_whatever_is_asked(held: Held, text: str, code: str) -> None:
    assert -WIDEST <= bears(held, text, code) <= WIDEST


@pytest.mark.parametrize(
    ("question", "code"), [("", CODE), ("?!", CODE), ("nộp hồ sơ ở đâu", "9.999999")],
    ids=["nothing asked", "no words", "an unknown code"],
)  # fmt: skip
def test_nothing_bears_where_nothing_is_asked_or_known(held: Held, question: str, code: str) -> None:
    assert bears(held, question, code) == 0.0


def test_a_sentence_that_only_a_guide_has_bears_too(bundled: Assistant) -> None:
    index = bundled.library.index()
    held = Held(bundled.library.catalogue, index.generation, index.rarity)
    assert bears(held, "hai bên nam nữ có phải cùng có mặt không", MARRIAGE) > 0
