"""Text rules that everything else stands on: one normal form, folding, words, figures, cutting."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from knowledge.text import (
    clean,
    figures,
    fold,
    folded_words,
    has_accents,
    modern_tone,
    one_line,
    pairs,
    sentences,
    shorten,
    words,
)

LETTERS = "aáàảãạăắằẳẵặâấầẩẫậeéèẻẽẹêếềểễệiíìỉĩịoóòỏõọôốồổỗộơớờởỡợuúùủũụưứừửữựyýỳỷỹỵđbcghklmnpqrstvx"
VIETNAMESE = st.text(alphabet=LETTERS + LETTERS.upper() + " ", max_size=60)
ODD = "\u200b\u00ad\ue000\uf0b7\ufeff\u00a0\u3000\x00\x07\x85\u0301\u0323\u0309\n\t -;.,()0123456789"
PORTAL = st.text(alphabet=LETTERS + ODD, max_size=60)
"""What portal text looks like at its worst: loose marks, private use, zero-width, control characters."""
SENTENCE = st.lists(
    st.one_of(
        st.sampled_from(["nộp", "phí", "đồng.", "Ủy ban", "; trừ", "ngày,", "- Tờ khai", "(mẫu số", ")"]),
        st.integers(0, 10**9).map(str),
        st.integers(1000, 10**9).map(lambda n: f"{n:,}".replace(",", ".")),
        st.sampled_from(["01/7/2025", "123/2015/NĐ-CP", "1.001193", "05", "2,5"]),
    ),
    max_size=30,
).map(" ".join)


@given(st.one_of(PORTAL, st.text(max_size=60)))
@example("a\u200b\u0301")
@example("nh\ue000o\u0323")
@example("o\ue000\u0323")
def test_clean_gives_nfc_and_changes_nothing_the_second_time(text: str) -> None:
    once = clean(text)
    assert unicodedata.is_normalized("NFC", once)
    assert clean(once) == once


@given(PORTAL)
def test_clean_leaves_no_invisible_control_or_private_character(text: str) -> None:
    assert not [c for c in clean(text) if c != "\n" and unicodedata.category(c) in {"Cc", "Cf", "Co"}]


@given(VIETNAMESE)
def test_clean_keeps_every_letter(text: str) -> None:
    assert clean(unicodedata.normalize("NFD", text)).replace(" ", "") == text.replace(" ", "")


@given(st.text(max_size=80))
def test_one_line_has_no_breaks_and_single_blanks(text: str) -> None:
    line = one_line(text)
    assert line.splitlines() in ([], [line])
    assert "  " not in line
    assert one_line(line) == line


@pytest.mark.parametrize(
    ("text", "folded"),
    [("Đăng ký", "dang ky"), ("ỦY BAN NHÂN DÂN XÃ", "uy ban nhan dan xa"), ("Uỷ", "uy"), ("nghĩa vụ", "nghia vu")],
)
def test_fold_takes_accents_away(text: str, folded: str) -> None:
    assert fold(text) == fold(unicodedata.normalize("NFD", text)) == folded


@given(VIETNAMESE)
def test_fold_of_vietnamese_is_ascii_and_stable(text: str) -> None:
    folded = fold(text)
    assert folded.isascii()
    assert len(folded) == len(text)
    assert fold(folded) == folded == fold(unicodedata.normalize("NFD", text))


@given(st.text(max_size=60))
def test_fold_is_stable_for_any_script(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Uỷ ban", "Ủy ban"), ("uỷ quyền", "ủy quyền"), ("hoà giải", "hòa giải"), ("Hoá đơn", "Hóa đơn"),
        ("xoá", "xóa"), ("khoẻ", "khỏe"), ("thuỷ sản", "thủy sản"), ("HOÀ BÌNH", "HÒA BÌNH"), ("tuỳ", "tùy"),
    ],
)  # fmt: skip
def test_both_tone_spellings_meet_in_the_modern_one(old: str, new: str) -> None:
    assert modern_tone(old) == new == modern_tone(new)


@pytest.mark.parametrize("text", ["quý", "Quỹ", "quỳ", "hoàn", "toàn", "khuyến", "loại", "ngoài", "hoặc", "ủy", "thuế"])
def test_tones_that_already_stand_right_stay(text: str) -> None:
    assert modern_tone(text) == text


@given(VIETNAMESE)
def test_modern_tone_is_stable_nfc_and_keeps_the_letters(text: str) -> None:
    moved = modern_tone(text)
    assert modern_tone(moved) == moved
    assert unicodedata.is_normalized("NFC", moved)
    assert fold(moved) == fold(text)


def test_words_keep_codes_whole_and_meet_across_spellings() -> None:
    assert words("Nộp 1.001193, theo 123/2015/NĐ-CP!") == ["nộp", "1.001193", "theo", "123/2015/nđ-cp"]
    assert words("Uỷ ban") == words(unicodedata.normalize("NFD", "ủy ban")) == ["ủy", "ban"]


@given(VIETNAMESE)
def test_folded_words_are_the_words_without_accents(text: str) -> None:
    assert folded_words(text) == [fold(w) for w in words(text)]


@given(st.lists(st.sampled_from(["khai", "sinh", "đất"]), max_size=8))
def test_pairs_join_each_word_with_its_neighbour(tokens: list[str]) -> None:
    joined = pairs(tokens)
    assert len(joined) == max(len(tokens) - 1, 0)
    assert [p.split("_") for p in joined] == [tokens[n : n + 2] for n in range(len(joined))]


@pytest.mark.parametrize(("text", "found"), [("dang ky", False), ("đang ky", True), ("ký", True), ("", False)])
def test_has_accents(text: str, *, found: bool) -> None:
    assert has_accents(text) is found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("03 ngày, 8.000đ", {"3", "8000"}), ("8,000", {"8000"}), ("1.250.000 đồng", {"1250000"}),
        ("thủ tục 1.001193", {"1", "1193"}), ("00", {"0"}), ("01/7/2025", {"1", "7", "2025"}), ("không có số", set()),
    ],
)  # fmt: skip
def test_figures_fold_separators_and_leading_zeros(text: str, found: set[str]) -> None:
    assert figures(text) == found


@given(st.integers(0, 10**12))
def test_a_number_is_the_same_figure_however_it_is_grouped(number: int) -> None:
    assert figures(f"{number:,}") == figures(f"{number:,}".replace(",", ".")) == figures(str(number)) == {str(number)}


@given(SENTENCE)
def test_figures_of_figures_are_the_same(text: str) -> None:
    assert figures(" ".join(figures(text))) == figures(text)


@given(SENTENCE)
def test_sentences_never_cut_inside_a_number_and_lose_no_word(text: str) -> None:
    parts = sentences(text)
    assert figures("\n".join(parts)) == figures(text)
    assert words(" ".join(parts)) == words(text)


@given(st.one_of(SENTENCE, st.text(alphabet="0123456789.,/ađ ", max_size=80)), st.integers(10, 60))
def test_shorten_keeps_the_limit_and_never_cuts_inside_a_number(text: str, limit: int) -> None:
    short = shorten(text, limit)
    assert len(short) <= limit
    assert figures(short) <= figures(text)
    assert short == text or short.endswith("…")
    assert text.strip().startswith(re.sub(r" ?…$", "", short).strip())


def test_shorten_prefers_the_end_of_a_clause() -> None:
    assert shorten("Nộp tờ khai và ảnh; nhận giấy hẹn rồi về", 30) == "Nộp tờ khai và ảnh …"
