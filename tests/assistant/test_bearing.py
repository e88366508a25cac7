"""Which sentence of a record answers a detail, or is the record silent? Words shared, details named, pairs learned."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.answering.bearing import Asked, Learned, chances, features, load, scores
from assistant.answering.pieces import DIGIT, EVERYWHERE, Piece, Said, said_by
from assistant.rules import details_of
from knowledge.index import lexicon
from knowledge.text import fold, folded_words

TITLE = "Thủ tục đăng ký nuôi ong"
POST = "Kết quả được trả trực tiếp hoặc qua dịch vụ bưu chính công ích."
PROXY = "Trường hợp ủy quyền thì nộp văn bản ủy quyền có chứng thực."
MORE = "Hồ sơ chưa đầy đủ thì cơ quan hướng dẫn bổ sung một lần."
REFUSAL = "Trường hợp từ chối phải có văn bản nêu rõ lý do."
VALID = "Giấy xác nhận có giá trị trong 6 tháng kể từ ngày cấp."
FIRST = "Bước 1: Người nuôi ong nộp hồ sơ tại bộ phận một cửa."
FOUND = [Piece("steps", text) for text in (FIRST, POST, PROXY, MORE, REFUSAL, VALID)]
SILENCE = len(FOUND)
NOTHING = Learned({}, {}, {})
"""Weights of one who has learned nothing."""
ANSWERED = {
    "gửi qua bưu điện được không": POST,
    "từ chối có nói lý do không": REFUSAL,
    "giấy có giá trị mấy tháng": VALID,
    "ủy quyền có cần chứng thực không": PROXY,
    "hồ sơ chưa đầy đủ thì bổ sung thế nào": MORE,
}
UNANSWERED = ["hôm nay trời mưa không", "có được nuôi gấu không", "con tôi đi du học thì sao", "xe đạp điện"]
TEXTS = st.text(max_size=80) | st.lists(st.sampled_from(folded_words(" ".join([*ANSWERED, *UNANSWERED])))).map(" ".join)
PIECES = st.lists(st.builds(Piece, st.sampled_from(EVERYWHERE), st.text(min_size=1, max_size=90)), max_size=8)


def even(word: str) -> float:
    """Every word tells as much as another."""
    return 5.0


def asked(question: str, title: str = TITLE, rarity: Callable[[str], float] = even, *, named: bool = True) -> Asked:
    """A question; `named`: with the details that the rules see in it."""
    query = lexicon.load().query(question)
    return Asked(query, title, details_of(query.folded) if named else (), rarity)


def best(question: Asked, found: list[Piece] = FOUND, learned: Learned | None = None) -> int:
    """The place of what is likeliest, silence last."""
    return int(np.argmax(chances(question, found, learned)))


@pytest.mark.parametrize("spell", [str, fold], ids=["accents", "plain"])
@pytest.mark.parametrize("question", ANSWERED)
def test_the_sentence_that_answers_wins_over_the_others_and_over_silence(question: str, spell: type[str]) -> None:
    assert FOUND[best(asked(spell(question)))].text == ANSWERED[question]


@pytest.mark.parametrize("question", ANSWERED)
def test_where_the_sentence_that_answers_is_left_out_silence_is_likelier(question: str) -> None:
    without = [piece for piece in FOUND if piece.text != ANSWERED[question]]
    assert chances(asked(question), without)[-1] > chances(asked(question), FOUND)[-1] + 0.1


@pytest.mark.parametrize("question", UNANSWERED)
def test_silence_wins_where_nothing_answers(question: str) -> None:
    assert best(asked(question)) == SILENCE


@pytest.mark.parametrize("question", ["ship về nhà được không", "ship ve nha duoc ko"])
def test_words_are_known_to_belong_together_that_nobody_shares(question: str) -> None:
    alone = asked(question, named=False)
    assert not set(alone.query.plain) & set(folded_words(POST))
    by_pairs = chances(alone, FOUND)[:-1]
    assert int(np.argmax(by_pairs)) == FOUND.index(Piece("steps", POST))
    without = chances(alone, FOUND, replace(load(), asked={}))[:-1]
    assert int(np.argmax(without)) != FOUND.index(Piece("steps", POST)), "the rest tells nothing of it"


def test_a_pair_that_was_learned_decides() -> None:
    learned = replace(NOTHING, asked={"ship": (np.array([1]), np.array([2.0]))}, said={"giay": 0, "buu": 1, "§ways": 2})
    assert scores(asked("ship"), FOUND, learned) == pytest.approx([0, 2, 0, 0, 0, 0, 0])
    assert scores(asked("gửi"), FOUND, learned) == pytest.approx(np.zeros(SILENCE + 1))
    sections = replace(learned, asked={"ship": (np.array([2]), np.array([1.0]))})
    assert scores(asked("ship"), [Piece("ways", POST), Piece("steps", POST)], sections) == pytest.approx([1, 0, 0])


def test_a_word_repeated_counts_once() -> None:
    assert chances(asked("giá trị giá trị giá trị"), FOUND)[-1] <= 1
    one, thrice = (asked(" ".join(["hạn"] * times)) for times in (1, 3))
    assert one.words == thrice.words == {"han"}
    assert features(one, FOUND)[0]["met"] == features(thrice, FOUND)[0]["met"]


def test_who_has_learned_nothing_finds_all_alike() -> None:
    assert chances(asked("từ chối có nói lý do không"), FOUND, NOTHING) == pytest.approx([1 / 7] * 7)


def test_words_of_the_title_tell_nothing() -> None:
    rows = features(asked("đăng ký nuôi ong"), FOUND)
    assert all(row["share"] == row["met"] == row["pairs"] == row["accented"] == 0 for row in rows[:-1])
    assert rows[-1]["silent_telling"] == 0


def test_rare_words_count_more() -> None:
    def rare(word: str) -> float:
        return 9.0 if word == "chung" else 1.0

    rows = features(asked("chứng thực giá trị", rarity=rare), FOUND)
    assert rows[2]["share"] > rows[5]["share"]


@pytest.mark.parametrize("details", [(), (re.compile("bưu chính"),), (re.compile("bưu"), re.compile("trả"))])
def test_a_detail_is_counted_where_a_sentence_bears_on_it(details: tuple[re.Pattern[str], ...]) -> None:
    rows = features(replace(asked("?"), details=details), FOUND)
    assert [row["details"] for row in rows[:-1]] == [0, len(details), 0, 0, 0, 0]
    assert rows[-1]["silent_details"] == bool(details)


@pytest.mark.parametrize("question", list(ANSWERED))
def test_a_detail_named_makes_its_sentence_likelier(question: str) -> None:
    place = [piece.text for piece in FOUND].index(ANSWERED[question])
    bare = asked(question, named=False)
    named = replace(bare, details=(re.compile(re.escape(ANSWERED[question])),))
    assert chances(named, FOUND)[place] > chances(bare, FOUND)[place]


def test_what_a_sentence_says_beside_its_words() -> None:
    said = said_by(Piece("ways", "Nộp phí 20.000 đồng"))
    assert isinstance(said, Said)
    assert said.tokens == said.words | {"§ways", DIGIT}
    assert said.words == {"nop", "phi", "20.000", "dong"}
    assert said.pairs == {"nop_phi", "phi_20.000", "20.000_dong"}
    assert said.accented == {"nộp", "phí", "20.000", "đồng"}
    assert DIGIT not in said_by(Piece("ways", "Nộp phí")).tokens


def test_every_feature_has_a_weight_and_every_weight_a_feature() -> None:
    rows = features(asked("gửi qua bưu điện được không"), FOUND)
    assert {name for row in rows for name in row} == load().features.keys()
    assert load().features.keys() & rows[-1].keys() == {n for n in load().features if n.startswith("silent")}


def test_the_pairs_that_come_along_are_sound() -> None:
    learned = load()
    assert learned is load(), "read once"
    assert len(learned.asked) > 100
    assert sorted(learned.said.values()) == list(range(len(learned.said)))
    assert all(word == fold(word) and word.strip() for word in learned.asked)
    for places, weights in learned.asked.values():
        assert len(places) == len(weights) == len(set(places.tolist()))
        assert np.isfinite(weights).all()
        assert not len(places) or 0 <= places.min() <= places.max() < len(learned.said)


def test_a_record_without_a_piece_is_silent() -> None:
    assert chances(asked("nộp ở đâu"), []) == [1.0]


@given(TEXTS, st.text(max_size=40), PIECES)
def test_chances_are_chances_whatever_is_asked_of_whatever_record(text: str, title: str, found: list[Piece]) -> None:
    shares = chances(asked(text, title), found)
    assert len(shares) == len(found) + 1
    assert all(0 <= share <= 1 for share in shares)
    assert math.fsum(shares) == pytest.approx(1.0)
    assert chances(asked(text, title), found) == shares, "asked again, the same comes"


@given(TEXTS, st.text(max_size=40), PIECES, st.floats(0, 20))
def test_scores_and_features_are_finite(text: str, title: str, found: list[Piece], rarity: float) -> None:
    question = asked(text, title, lambda word: rarity)
    assert np.isfinite(scores(question, found)).all()
    rows = features(question, found)
    assert all(math.isfinite(value) for row in rows for value in row.values())
    assert all(0 <= row["share"] <= 1 + 1e-9 for row in rows[:-1])
    assert all(row.keys() == rows[0].keys() for row in rows[:-1])


@given(TEXTS, st.permutations(FOUND))
def test_the_order_of_the_pieces_hardly_counts(text: str, mixed: list[Piece]) -> None:
    at_rest = dict(zip([*FOUND, None], chances(asked(text), FOUND), strict=True))
    for piece, share in zip([*mixed, None], chances(asked(text), mixed), strict=True):
        assert share == pytest.approx(at_rest[piece], abs=0.05)
