"""What a record's own fields leave out is quoted from its text, and nothing is made up where it is silent."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assistant.answering import implied
from assistant.answering.assemble import reply_for
from assistant.dialogue import Facet
from tests.assistant.making import WORDS, procedure, source, ways
from tests.assistant.test_answering import NOTHING

SUBMIT = "Người nuôi ong nộp hồ sơ trực tiếp hoặc gửi qua dịch vụ bưu chính đến Ủy ban nhân dân cấp xã nơi đặt tổ ong."
HANDLED = "Trong thời hạn 05 ngày làm việc kể từ ngày nhận đủ hồ sơ, Ủy ban nhân dân cấp xã cấp giấy xác nhận."
DUE = "Trong thời hạn 15 ngày kể từ ngày đặt tổ, người nuôi ong phải thông báo với xã."
OFFICE = "Trong thời hạn 10 ngày kể từ ngày kết thúc kiểm tra, Ủy ban nhân dân cấp xã niêm yết danh sách người đăng ký."
PHOTO = "Người đăng ký nộp hồ sơ kèm ảnh chụp không quá 06 tháng trước ngày nộp."


def test_where_to_submit_is_read_from_the_steps() -> None:
    section, quote = implied.place(procedure(trinh_tu_thuc_hien=f"{HANDLED}\n{SUBMIT}"))
    assert section == "steps"
    assert quote == "nộp hồ sơ trực tiếp hoặc gửi qua dịch vụ bưu chính đến Ủy ban nhân dân cấp xã nơi đặt tổ ong"


def test_an_address_on_the_net_is_not_cut_at_its_dots() -> None:
    steps = "Người dân nộp hồ sơ tại Cổng dịch vụ công https://dichvucong.gov.vn/nop hoặc ở xã."
    assert implied.place(procedure(trinh_tu_thuc_hien=steps))[1].endswith("https://dichvucong.gov.vn/nop hoặc ở xã")


def test_nothing_is_implied_where_the_steps_are_silent() -> None:
    silent = procedure(trinh_tu_thuc_hien="Bước 1: Chuẩn bị tổ ong. Bước 2: Chờ mùa hoa.")
    assert (implied.place(silent), implied.times(silent), implied.deadlines(silent, frozenset())) == (("", ""), [], [])


def test_the_time_an_office_takes_is_no_deadline_and_the_other_way_round() -> None:
    record = procedure(trinh_tu_thuc_hien=f"{HANDLED}\n{OFFICE}\n{PHOTO}", yeu_cau_dieu_kien=DUE)
    assert implied.times(record) == [("steps", HANDLED)]
    assert implied.deadlines(record, frozenset()) == [("conditions", DUE)]


@pytest.mark.parametrize(("said", "first"), [("mật hoa", 1), ("sáp", 0)])
def test_the_deadline_of_the_person_comes_first(said: str, first: int) -> None:
    due = [
        f"Người lấy {what} phải báo xã chậm nhất {days} ngày trước khi lấy."
        for what, days in (("sáp", 3), ("mật hoa", 7))
    ]
    found = implied.deadlines(procedure(yeu_cau_dieu_kien="\n".join(due)), frozenset(_folded(said)))
    assert [quote for _, quote in found] == [due[first], due[1 - first]]


def test_answers_quote_the_steps_where_a_field_is_empty() -> None:
    empty = {"co_quan_thuc_hien": NOTHING, "cach_thuc_thuc_hien": ways(time="OTHER")}
    record = procedure(trinh_tu_thuc_hien=f"{SUBMIT}\n{HANDLED}", **empty)
    place, took = implied.place(record)[1], WORDS("duration.in_steps", text=HANDLED)
    assert WORDS("where.in_steps", text=place) in reply_for(source(record), Facet.WHERE).text.splitlines()
    assert f"• {took}" in reply_for(source(record), Facet.DURATION).text.splitlines()
    overview = reply_for(source(record), Facet.OVERVIEW)
    assert f"• {WORDS('where.in_steps', text=place)}" in overview.text.splitlines()
    assert "05 ngày làm việc" in overview.text
    assert any(place in citation.quote for citation in overview.citations)


def test_until_when_is_told_first_where_it_is_asked_and_only_there() -> None:
    record = procedure(yeu_cau_dieu_kien=DUE)
    asked = reply_for(source(record, "hạn chót nộp là khi nào"), Facet.DURATION).text.splitlines()
    assert asked[1:3] == [f"• {WORDS('duration.by', who='Hồ sơ', text=DUE)}", "• 3 ngày làm việc"]
    assert DUE not in reply_for(source(record, "làm mấy ngày thì xong"), Facet.DURATION).text


def test_the_time_of_the_persons_case_is_told_beside_the_common_one() -> None:
    other = "10 ngày làm việc đối với trại lớn (hoặc 7 ngày làm việc đối với nhà ở riêng lẻ) kể từ ngày nhận đủ hồ sơ."
    record = procedure(cach_thuc_thuc_hien=f"{ways(time='10 WORKING_DAY')}\n    Mô tả: {other}")
    shown = reply_for(source(record, "bao lâu"), Facet.DURATION).text.splitlines()
    assert shown[1:3] == ["• 10 ngày làm việc", f"• {WORDS('duration.also', who='Hồ sơ', text=other)}"]


def test_of_papers_under_several_headings_those_of_the_persons_case() -> None:
    papers = "\n".join(
        f"[{heading}]\n- {paper}\n      Số lượng: Bản chính: 1, Bản sao: 0"
        for heading, paper in (
            ("Đối với trại ong lớn", "Giấy phép trại"),
            ("Đối với ong nuôi ở nhà riêng lẻ", "Đơn của chủ nhà"),
        )
    )
    record = procedure(thanh_phan_ho_so=papers)
    everything = reply_for(source(record, "giấy gì"), Facet.DOCUMENTS).text
    assert "Giấy phép trại" in everything
    assert "Đơn của chủ nhà" in everything
    mine = reply_for(replace(source(record, "giấy gì"), case=frozenset({"rieng", "le"})), Facet.DOCUMENTS).text
    assert "Giấy phép trại" not in mine
    assert "Đơn của chủ nhà" in mine
    assert WORDS("documents.other_cases") in mine


def _folded(text: str) -> list[str]:
    return source(procedure(), text).query.folded.split()
