"""No invention: a doubtful field shows its doubt and no wrong figure; every figure shown stands in the record."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.answering.assemble import reply_for
from assistant.dialogue import Facet
from knowledge.contradictions import ALLOWED_FIGURES
from knowledge.text import figures
from knowledge.types import Procedure
from tests.assistant.making import CODE, WORDS, procedure, source, told, ways

PAYING = "Bước 1: Người dân nộp hồ sơ và nộp lệ phí theo quy định."


@pytest.mark.parametrize(
    ("doubt", "fields", "never"),
    [
        ("fee_unclear", {"cach_thuc_thuc_hien": ways("700 VNĐ (700.000 đồng/giấy phép)")}, "700 đồng"),
        ("fee_unclear", {"cach_thuc_thuc_hien": ways("5 VNĐ ()")}, "5 đồng"),
        ("fee_zero_with_text", {"cach_thuc_thuc_hien": ways("0 VNĐ (Theo quy định của tỉnh)")}, "0 đồng"),
        (
            "fee_mentioned_elsewhere",
            {"cach_thuc_thuc_hien": ways("0 VNĐ ()"), "trinh_tu_thuc_hien": PAYING},
            "0 đồng",
        ),
        (
            "fee_reduction_ended",
            {"cach_thuc_thuc_hien": ways("35000 VNĐ (Giảm 50% đến hết ngày 31/12/2020)")},
            "35.000 đồng",
        ),
    ],
)
@pytest.mark.parametrize("facet", [Facet.FEE, Facet.OVERVIEW])
def test_a_doubtful_fee(facet: Facet, doubt: str, fields: dict[str, str], never: str) -> None:
    reply = reply_for(source(procedure(**fields)), facet)
    assert f"⚠ {WORDS(f'doubt.{doubt}')}" in reply.text.splitlines()
    told = [line for line in reply.text.splitlines() if not line.startswith("⚠")] + [f.text for f in reply.facts]
    assert not re.search(rf"(?<![\d.]){re.escape(never)}", "\n".join(told))


def test_the_record_s_own_words_stay_beside_the_doubt() -> None:
    reply = reply_for(source(procedure(cach_thuc_thuc_hien=ways("700 VNĐ (700.000 đồng/giấy phép)"))), Facet.FEE)
    assert "hồ sơ ghi: “700.000 đồng/giấy phép”" in reply.text.lower()


def test_a_zero_whose_words_name_the_real_fee_needs_no_warning() -> None:
    reply = reply_for(source(procedure(cach_thuc_thuc_hien=ways("0 VNĐ (Mức thu 8.000 đồng một bản)"))), Facet.FEE)
    assert "8.000 đồng" in reply.text
    assert "⚠" not in reply.text


@pytest.mark.parametrize("facet", [Facet.DURATION, Facet.OVERVIEW])
def test_a_number_without_a_unit_is_no_time(facet: Facet) -> None:
    reply = reply_for(source(procedure(cach_thuc_thuc_hien=ways(time="1 OTHER"))), facet)
    missing = WORDS("duration.missing")
    assert missing.lower() in reply.text.lower()
    assert not re.search(r"\b1 (ngày|giờ|tháng|năm)", reply.text)
    if facet is Facet.DURATION:
        assert f"⚠ {WORDS('doubt.time_unclear')}" in reply.text.splitlines()


def test_an_abolished_district_body_is_named_as_such() -> None:
    fields = {"co_quan_thuc_hien": "Ủy ban nhân dân cấp huyện"}
    for facet in (Facet.WHERE, Facet.OVERVIEW):
        assert f"⚠ {WORDS('doubt.district_body')}" in reply_for(source(procedure(**fields)), facet).text.splitlines()


def test_a_struck_off_record_and_a_wrong_body_are_doubted() -> None:
    struck = procedure(code="9.000001-xoa")
    assert WORDS("doubt.withdrawn") in reply_for(source(struck), Facet.OVERVIEW).text
    wrong = procedure("Khai thác khoáng sản lòng biển sâu")
    assert WORDS("doubt.title_body_mismatch") in reply_for(source(wrong), Facet.OVERVIEW).text


def test_a_sound_record_shows_no_doubt() -> None:
    assert not [f for f in Facet if "⚠" in reply_for(source(procedure()), f).text]


numbers = st.integers(0, 99_999_999)
WORDS_OF_RECORDS = ("nộp lệ phí", "tại Ủy ban nhân dân", "trong thời hạn", "ngày", "tờ khai theo mẫu số", "trực tuyến")
sentence = st.lists(
    st.sampled_from(WORDS_OF_RECORDS) | numbers.map(str) | numbers.map(lambda n: f"{n:,} đồng".replace(",", ".")),
    min_size=1,
    max_size=40,
).map(" ".join)
count = st.integers(0, 9)
fee = st.builds("{} VNĐ ({})".format, numbers, st.just("") | sentence | st.just("/lần"))
time = (
    st.builds(
        "{} {}".format,
        st.integers(0, 400),
        st.sampled_from(["WORKING_DAY", "DAY", "ngày", "HOUR", "MONTH", "YEAR", "OTHER", "năm"]),
    )
    | sentence
)
way = st.builds(ways, fee, time, st.sampled_from(["DIRECT", "ONLINE", "POSTAL"]))
paper = st.builds(
    "- {}\n      Số lượng: Bản chính: {}, Bản sao: {}".format, sentence, st.integers(0, 9), st.integers(0, 9)
)


@st.composite
def records(draw: st.DrawFn) -> Procedure:
    """Records as crooked as the portal's: figures everywhere, words and numbers at odds."""
    return procedure(
        cach_thuc_thuc_hien="\n".join(draw(st.lists(way, max_size=4))),
        thanh_phan_ho_so="\n".join(draw(st.lists(paper, max_size=10))),
        trinh_tu_thuc_hien=". ".join(draw(st.lists(sentence, max_size=5))),
        yeu_cau_dieu_kien=draw(sentence),
        ket_qua_thuc_hien=draw(sentence),
        co_quan_thuc_hien=draw(sentence),
    )


def allowed(record: Procedure) -> frozenset[str]:
    """The record, its date, the operator's allow-list."""
    day = record.as_of
    return figures(record.all_text()) | {str(day.day), str(day.month), str(day.year)} | ALLOWED_FIGURES


@given(record=records(), question=sentence, facet=st.sampled_from(list(Facet)), second=st.sampled_from(list(Facet)))
def test_every_figure_stands_in_the_record(record: Procedure, question: str, facet: Facet, second: Facet) -> None:
    reply = reply_for(source(record, question), facet, (second,))
    assert figures(reply.text) - allowed(record) == frozenset()
    assert figures("\n".join(fact.text for fact in reply.facts)) - allowed(record) == frozenset()
    assert figures("\n".join(c.quote for c in reply.citations)) - allowed(record) == frozenset()


@settings(max_examples=40)
@given(record=records(), question=sentence)
def test_the_overview_keeps_to_eight_lines_and_its_source(record: Procedure, question: str) -> None:
    for one in (source(record, question), source(record, question, told())):
        lines = reply_for(one, Facet.OVERVIEW).text.splitlines()
        assert len(lines) <= 8
        assert CODE in lines[-1]
        assert "19/07/2026" in lines[-1]


def test_a_great_number_is_written_out() -> None:
    reply = reply_for(source(procedure(cach_thuc_thuc_hien=ways(time="1000000 ngày"))), Facet.DURATION)
    assert "1000000 ngày" in reply.text
    assert "e+" not in reply.text
