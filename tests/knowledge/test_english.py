"""English words mixed into a message are read as Vietnamese; no Vietnamese word is taken for an English one."""

from __future__ import annotations

import unicodedata
from collections import Counter
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge import phrasebook
from knowledge.index import lexicon
from knowledge.index.lexicon import ENGLISH_WORDS
from knowledge.text import fold, folded_words, has_accents

LEXICON = lexicon.load()
ENGLISH = LEXICON.english
COMMON = 50
"""So often met in the phrasebook, without accents, a word is an everyday one."""
keys = st.sampled_from(sorted(ENGLISH))
syllables = st.sampled_from(
    ["em", "muốn", "xin", "giấy", "cho", "con", "xã", "được", "rồi", "hộ", "khẩu", "nhà", "đất"]
)


@cache
def met() -> Counter[str]:
    """How often the phrasebook holds each word, without accents."""
    phrases = phrasebook.load(phrasebook.files())
    return Counter(word for asks in phrases.values() for ask in asks for word in folded_words(ask))


def read(text: str) -> str:
    """The words of a message as they are looked up."""
    return LEXICON.query(text).spoken


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("em lost passport rồi", "em mất hộ chiếu rồi"),
        ("Lost my PASSPORT rồi ạ", "mất hộ chiếu rồi ạ"),
        ("xin birth certificate cho con ở đâu", "xin giấy khai sinh cho con ở đâu"),
        ("phường có notarize không", "phường có công chứng không"),
        ("đổi driver's license", "đổi giấy phép lái xe"),
        ("xuất e-invoice thế nào", "xuất hóa đơn điện tử thế nào"),
    ],
)
def test_english_words_mixed_in_are_read_as_vietnamese(text: str, meant: str) -> None:
    assert read(text) == meant


@pytest.mark.parametrize("text", ["em lost passport roi", "Em lost my passport roi"])
def test_a_message_without_accents_gets_none(text: str) -> None:
    assert read(text) == "em mat ho chieu roi"
    assert LEXICON.query(text).accented == ()


def test_what_is_read_is_what_is_searched() -> None:
    mixed, plain = LEXICON.query("em lost passport rồi"), LEXICON.query("em mất hộ chiếu rồi")
    assert (mixed.plain, mixed.accented, mixed.plain_pairs) == (plain.plain, plain.accented, plain.plain_pairs)
    assert (mixed.official, mixed.asked) == (plain.official, plain.asked)
    assert mixed.text == "em lost passport rồi", "the message itself is kept"


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("làm certificate", "làm giấy chứng nhận"),
        ("làm marriage certificate", "làm giấy đăng ký kết hôn"),
        ("làm marital status certificate", "làm giấy xác nhận tình trạng hôn nhân"),
        ("đóng health insurance", "đóng bảo hiểm y tế"),
        ("mất health insurance card", "mất thẻ bảo hiểm y tế"),
        ("mất bao lâu, how many days", "mất bao lâu bao nhiêu ngày"),
    ],
)
def test_the_longest_phrase_wins(text: str, meant: str) -> None:
    assert read(text) == meant


@given(keys)
def test_a_phrase_is_read_as_a_whole(key: tuple[str, ...]) -> None:
    assert read(f"ở {' '.join(key)}").split()[1:] == ENGLISH[key]
    assert read(" ".join(key)).split() == [fold(word) for word in ENGLISH[key]]


@given(st.lists(syllables, max_size=8), keys, st.lists(syllables, max_size=8))
def test_the_words_around_a_phrase_stay(before: list[str], key: tuple[str, ...], after: list[str]) -> None:
    whole = [*before, *key, *after]
    kept = [*before, *ENGLISH[key], *after] if has_accents(" ".join(whole)) else None
    folded = [fold(word) for word in (*before, *ENGLISH[key], *after)]
    assert read(" ".join(whole)).split() == (kept or folded)


@given(st.lists(syllables, max_size=20))
def test_vietnamese_words_are_not_touched(said: list[str]) -> None:
    assert read(" ".join(said)).split() == said
    assert read(fold(" ".join(said))).split() == [fold(word) for word in said]


@given(st.text(max_size=100))
def test_any_text_can_be_read(text: str) -> None:
    assert LEXICON.query(text).text == text


def test_no_english_word_is_a_common_vietnamese_one_without_accents() -> None:
    assert sum(met().values()) > 200_000
    single = [key[0] for key in ENGLISH if len(key) == 1]
    assert len(single) > 100
    assert {word: met()[word] for word in single if met()[word] >= COMMON} == {}


def test_no_english_word_is_a_chat_spelling() -> None:
    assert [key for key in ENGLISH if key[0] in LEXICON.chat and len(key) == 1] == []


def test_english_is_ascii_and_its_meaning_is_normal_vietnamese() -> None:
    assert max(map(len, ENGLISH)) <= ENGLISH_WORDS, "a longer one would never be met"
    assert all(word.isascii() for key in ENGLISH for word in key)
    assert all(unicodedata.is_normalized("NFC", word) for target in ENGLISH.values() for word in target)
    assert not {word for target in ENGLISH.values() for word in target} & {key[0] for key in ENGLISH if len(key) == 1}
