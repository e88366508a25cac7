"""Questions spoiled as fingers, phones and recognisers do: each noise does its own harm and no other."""

from __future__ import annotations

import random
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eval import noise
from knowledge.text import fold, has_accents

ASK = "Nhà tôi mới sinh cháu thứ hai, muốn đăng ký khai sinh thì cần giấy tờ gì?"
vietnamese = st.text("aăâbcdđeêghiklmnoôơpqrstuưvxyáàảãạấềỗợữ ,.?", max_size=120)


def spoiled(name: str, text: str, seed: int = 0) -> str:
    return noise.NOISES[name](text, random.Random(seed))


@pytest.mark.parametrize("name", noise.NOISES)
@given(text=vietnamese, seed=st.integers(0, 99))
def test_a_noise_is_a_function_of_text_and_seed(name: str, text: str, seed: int) -> None:
    once = spoiled(name, text, seed)
    assert once == spoiled(name, text, seed)
    assert unicodedata.is_normalized("NFC", once)


@pytest.mark.parametrize("name", [name for name in noise.NOISES if name != "as written"])
def test_every_noise_spoils_something(name: str) -> None:
    asked = f" {ASK} Làm mất bao nhiêu ngày và ai được nộp thay cho mình, vợ chồng tôi đi làm xa"
    assert any(spoiled(name, asked, seed) != asked for seed in range(20))
    assert spoiled("as written", asked) == asked


@given(vietnamese)
def test_without_accents_nothing_else_changes(text: str) -> None:
    assert spoiled("no accents", text) == fold(text)
    assert not has_accents(spoiled("no accents", text))


@given(vietnamese, st.integers(0, 99))
def test_half_the_accents_and_other_tones_leave_the_letters(text: str, seed: int) -> None:
    said = " ".join(text.split())
    assert fold(spoiled("half the accents", text, seed)) == fold(said)
    assert fold(spoiled("wrong tones", text, seed)) == fold(said)


@pytest.mark.parametrize(
    ("word", "telex", "vni"),
    [
        ("giấy", "giaays", "gia6y1"), ("được", "dduwowcj", "d9u7o7c5"), ("Đường", "dduwowngf", "d9u7o7ng2"),
        ("không", "khoong", "kho6ng"), ("gì?", "gif?", "gi2?"), ("trẻ,", "trer,", "tre3,"), ("xe", "xe", "xe"),
        ("2026", "2026", "2026"), ("hai.", "hai.", "hai."),
    ],
)  # fmt: skip
def test_keys_are_those_of_telex_and_vni(word: str, telex: str, vni: str) -> None:
    assert (spoiled("telex keys", word), spoiled("vni keys", word)) == (telex, vni)
    assert spoiled("telex keys", unicodedata.normalize("NFD", word)) == telex


@given(vietnamese)
def test_keys_can_be_typed_without_an_input_method(text: str) -> None:
    for name in ("telex keys", "vni keys"):
        assert spoiled(name, text).isascii()
        assert len(spoiled(name, text).split()) == len(text.split())


def test_chat_writes_short_what_has_a_short_form() -> None:
    text = " tôi không biết làm gì "
    written = {spoiled("chat", text, seed) for seed in range(60)}
    assert " tôi ko bik lm j " in written
    assert len(written) > 3, "not always all of them"


@given(vietnamese, st.integers(0, 99))
def test_words_run_together_lose_blanks_alone(text: str, seed: int) -> None:
    joined = spoiled("run together", text, seed)
    assert joined.replace(" ", "") == "".join(text.split())
    assert len(joined.split()) <= len(text.split())


@given(vietnamese, st.integers(0, 99))
def test_slips_touch_words_of_four_letters_or_more_and_not_their_ends(text: str, seed: int) -> None:
    said = text.split()
    slipped = spoiled("slips", text, seed).split()
    for word, other in zip(said, slipped, strict=True):
        assert word == other or len(word) >= 4
        assert abs(len(word) - len(other)) <= 2
        assert word[0] == other[0]


@given(vietnamese, st.integers(0, 99))
def test_what_is_spoken_has_no_marks_and_loses_no_word(text: str, seed: int) -> None:
    heard = spoiled("spoken", text, seed)
    assert all(c.isalnum() or c == " " for c in heard)
    rest = iter(heard.split())
    said = "".join(c for c in text.lower() if c.isalnum() or c.isspace()).split()
    assert all(word in rest for word in said), "all of them, in their order"


def test_many_words_stay_as_they_are() -> None:
    said = ASK.lower().split()
    for name in ("slips", "wrong tones", "run together"):
        kept = sum(len(set(spoiled(name, ASK.lower(), seed).split()) & set(said)) for seed in range(40))
        assert kept > 0.5 * 40 * len(set(said))
