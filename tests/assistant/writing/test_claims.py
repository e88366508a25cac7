"""What counts as a claim, and what bears it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.writing.claims import Support, negations, plain, spoken_numbers, unborne

SUPPORT = Support.of(
    "Nộp trực tiếp: 200.000 đồng tại Công an cấp xã, 15 ngày làm việc. Theo Nghị định 123/2015/NĐ-CP, mẫu CT01."
)


@pytest.mark.parametrize(
    "said",
    [
        "Bạn nộp 200.000 đồng tại Công an xã nhé.", "Lệ phí là hai trăm nghìn đồng.", "Chờ mười lăm ngày làm việc.",
        "Theo Nghị định 123/2015/NĐ-CP.", "Bạn điền mẫu CT01.", "Nộp 200000 đồng.",
    ],
)  # fmt: skip
def test_what_the_record_says_is_borne(said: str) -> None:
    assert unborne(said, SUPPORT) == []


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ("Lệ phí là 300.000 đồng.", "figure"), ("Lệ phí là ba trăm nghìn đồng.", "number"), ("Mức thu 777k.", "figure"),
        ("Chờ mười sáu ngày.", "number"), ("Nộp ở Sở Tư pháp.", "office"), ("Theo Nghị định 124/2015/NĐ-CP.", "figure"),
        ("Bạn vào trang lua.gov.vn.example.com nhé.", "code"), ("Việc này miễn phí.", "free"),
        ("Bạn không mất tiền.", "free"), ("Bạn lấy ngay trong ngày.", "soon"), ("Nộp qua bưu điện được.", "case"),
        ("Bạn gặp anh Nguyễn Văn Tám.", "name"), ("Nguyễn Văn Tám sẽ giúp.", "name"), ("Bạn gọi số này.", "stranger"),
        ("Bạn chỉ cần tới là xong.", "only"), ("Nộp muộn thì bị phạt.", "fine"), ("Bạn chuyển khoản trước.", "pay"),
        ("Hồ sơ không nói rõ.", "silent"), ("Ai cũng làm được.", "all"),
    ],
)  # fmt: skip
def test_what_it_does_not_say_is_named(said: str, kind: str) -> None:
    assert any(fault.startswith(kind) for fault in unborne(said, SUPPORT)), unborne(said, SUPPORT)


@pytest.mark.parametrize(
    ("said", "value"),
    [
        ("hai trăm nghìn đồng", 200_000), ("hai mươi lăm ngày", 25), ("một trăm linh năm ngày", 105),
        ("một triệu hai trăm ba mươi tư nghìn năm trăm sáu mươi bảy đồng", 1_234_567), ("mười ngày", 10),
    ],
)  # fmt: skip
def test_numbers_in_words(said: str, value: int) -> None:
    assert value in [found for _, found in spoken_numbers(said)]


def test_an_article_is_no_number() -> None:
    assert list(spoken_numbers("gặp một người ở xã")) == []


def test_a_visa_waiver_bears_no_free_service() -> None:
    assert unborne("Việc này miễn phí.", Support.of("Giấy miễn thị thực")) != []


def test_denials_know_their_word() -> None:
    assert negations("Bạn không cần mang gì, không mất tiền.") == {"không cần"}


@given(st.text(max_size=80))
def test_a_text_bears_itself(text: str) -> None:
    assert [f for f in unborne(text, Support.of(text)) if f.split()[0] in ("figure", "number", "case", "office")] == []


@given(st.text(max_size=80))
def test_plain_is_plain_already(text: str) -> None:
    assert plain(plain(text)) == plain(text)
