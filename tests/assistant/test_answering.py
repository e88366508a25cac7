"""Each facet from hand-made records: the fact is shown, the source line is whole, what is missing is said."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from assistant.answering.assemble import NEXT, reply_for
from assistant.answering.figures import amount, number
from assistant.answering.source import bullets
from assistant.dialogue import Facet
from assistant.types import Reply, Status
from knowledge.loaders import guide
from knowledge.types import Flag
from tests.assistant.making import CODE, GUIDE, WORDS, procedure, source, told, ways

BOTH_WAYS = procedure()
NOTHING = "Không có thông tin"
EMPTY = procedure(
    yeu_cau_dieu_kien=NOTHING,
    trinh_tu_thuc_hien=NOTHING, cach_thuc_thuc_hien=NOTHING, thanh_phan_ho_so=NOTHING, co_quan_thuc_hien=NOTHING,
    co_quan_co_tham_quyen=NOTHING, ket_qua_thuc_hien=NOTHING, doi_tuong_thuc_hien=NOTHING,
)  # fmt: skip
GUIDES = Path(__file__).parents[2] / "knowledge" / "guides"


def lines(facet: Facet, question: str = "", **fields: str) -> list[str]:
    return reply_for(source(procedure(**fields), question), facet).text.splitlines()


@pytest.mark.parametrize(
    ("facet", "shown"),
    [
        (Facet.FEE, ["• Nộp trực tiếp: 20.000 đồng/lần", "• Nộp trên mạng: 10.000 đồng/lần"]),
        (Facet.DURATION, ["• 3 ngày làm việc"]),
        (Facet.WHERE, ["• Nơi làm: Ủy ban nhân dân cấp xã", "• Cách nộp: nộp trực tiếp, nộp trên mạng."]),
        (Facet.DOCUMENTS, ["• Tờ khai theo Mẫu số 05 (bản chính: 1)"]),
        (Facet.STEPS, ["• Bước 1: Người đăng ký nuôi ong nộp hồ sơ ở xã.", "• Bước 2: Nhận kết quả theo giấy hẹn."]),
        (Facet.RESULT, [WORDS("result.line", result="Giấy xác nhận")]),
        (Facet.ONLINE, [WORDS("online.yes")]),
        (Facet.FORM, ["• Mẫu số 05: Tờ khai theo Mẫu số 05"]),
        (Facet.CONDITIONS, ["• Người làm được: Công dân Việt Nam"]),
    ],
)
def test_the_fact_that_was_asked_for(facet: Facet, shown: list[str]) -> None:
    reply = reply_for(source(BOTH_WAYS), facet)
    body = reply.text.splitlines()
    assert body[0] == f"{WORDS(f'facet.{facet.value}')}: Thủ tục đăng ký nuôi ong"
    assert [line for line in shown if line not in body] == []
    assert reply.facts, "structured facts stand behind the lines"


@pytest.mark.parametrize(
    ("facet", "missing"),
    [
        (Facet.FEE, "fee.missing"),
        (Facet.DURATION, "duration.missing"),
        (Facet.WHERE, "where.missing"),
        (Facet.DOCUMENTS, "documents.missing"),
        (Facet.STEPS, "steps.missing"),
        (Facet.RESULT, "result.missing"),
        (Facet.ONLINE, "online.unknown"),
        (Facet.FORM, "form.missing"),
        (Facet.CONDITIONS, "conditions.none"),
    ],
)
def test_what_the_record_does_not_hold_is_said_to_be_missing(facet: Facet, missing: str) -> None:
    reply = reply_for(source(EMPTY), facet)
    assert WORDS(missing) in reply.text.splitlines()
    assert len(reply.text.splitlines()) == 3, "heading, the gap, the source: nothing invented"


@pytest.mark.parametrize("facet", list(Facet))
def test_the_source_line_has_code_decision_and_date(facet: Facet) -> None:
    reply = reply_for(source(BOTH_WAYS), facet)
    last = reply.text.splitlines()[-1]
    assert last == "Nguồn: thủ tục 9.000001, Quyết định 12/QĐ-BTP, bản ghi ngày 19/07/2026."
    assert reply.status is Status.ANSWERED
    assert reply.procedure
    assert (reply.procedure.code, reply.procedure.as_of) == (CODE, BOTH_WAYS.as_of)
    assert all((c.code, c.as_of) == (CODE, BOTH_WAYS.as_of) and c.quote for c in reply.citations)
    assert [c.facet for c in reply.choices] == [f for f in NEXT if f is not facet]


def test_a_record_without_a_decision_names_none() -> None:
    assert lines(Facet.FEE, so_quyet_dinh="")[-1] == "Nguồn: thủ tục 9.000001, bản ghi ngày 19/07/2026."


@pytest.mark.parametrize(
    ("facet", "fields", "shown"),
    [
        (Facet.FEE, {"cach_thuc_thuc_hien": ways("0 VNĐ ()")}, "• 0 đồng (hồ sơ ghi không thu)"),
        (
            Facet.FEE,
            {"cach_thuc_thuc_hien": ways("50 VNĐ (50 USD một lần cấp)")},
            "• 50 USD; hồ sơ ghi: “50 USD một lần cấp”",
        ),
        (Facet.DURATION, {"cach_thuc_thuc_hien": ways(time="24 HOUR")}, "• 24 giờ"),
        (Facet.DURATION, {"cach_thuc_thuc_hien": ways(time="Ngay trong buổi")}, "• Hồ sơ ghi: “Ngay trong buổi”"),
        (
            Facet.ONLINE,
            {"cach_thuc_thuc_hien": ways()},
            WORDS("online.no", ways="nộp trực tiếp"),
        ),
        (Facet.WHERE, {"dia_chi_tiep_nhan": "Số 1 phố Huế"}, "• Địa chỉ nhận hồ sơ: Số 1 phố Huế"),
        (Facet.WHERE, {"co_quan_co_tham_quyen": "Sở Tư pháp"}, "• Nơi quyết định: Sở Tư pháp"),
    ],
)
def test_further_shapes_of_a_fact(facet: Facet, fields: dict[str, str], shown: str) -> None:
    assert shown in lines(facet, **fields)


def test_the_papers_that_the_question_names_come_before_the_rest() -> None:
    papers = "\n".join(
        f"- Giấy {name}\n      Số lượng: Bản chính: 1, Bản sao: 0"
        for name in ("an", "ba", "ca", "da", "em", "ga", "ha", "kha", "la", "chứng tử của người chồng")
    )
    shown = lines(Facet.DOCUMENTS, "cần giấy chứng tử không", thanh_phan_ho_so=papers)
    assert "• Giấy chứng tử của người chồng (bản chính: 1)" in shown
    assert sum(line.startswith("•") for line in shown) == 8
    assert WORDS("documents.more") in shown


def test_the_record_is_quoted_where_the_question_bears_on_it() -> None:
    steps = "Người nuôi ong lấy mật phải khai báo trong thời hạn 15 ngày kể từ ngày đặt tổ ong."
    shown = lines(Facet.DURATION, "khai báo đặt tổ lấy mật trong bao lâu", trinh_tu_thuc_hien=steps)
    assert f"• Hồ sơ ghi hạn: “{steps}”" in shown


def test_the_guide_gives_the_words_and_the_record_the_facts() -> None:
    reply = reply_for(source(BOTH_WAYS, with_guide=told()), Facet.FEE)
    assert reply.text.splitlines()[:2] == ["Lệ phí: Xin nuôi ong", "Nộp 20.000 đồng."]
    assert "• Nộp trên mạng: 10.000 đồng/lần" in reply.text, "what the guide leaves out the record adds"
    both = replace(told(), record=BOTH_WAYS)
    assert reply_for(source(BOTH_WAYS, with_guide=both), Facet.STEPS).text.splitlines()[1:3] == [
        "• Điền tờ khai.",
        "• Nộp ở xã.",
    ]


def test_a_second_facet_stands_below_under_its_own_heading() -> None:
    body = reply_for(source(BOTH_WAYS), Facet.DURATION, (Facet.DOCUMENTS,)).text.splitlines()
    assert body.index("• 3 ngày làm việc") < body.index(f"{WORDS('facet.documents')}:")
    assert body.index(f"{WORDS('facet.documents')}:") < body.index("• Tờ khai theo Mẫu số 05 (bản chính: 1)")


def overview(reply: Reply) -> list[str]:
    found = reply.text.splitlines()
    assert len(found) <= 8, found
    return found


def test_the_overview_has_at_most_eight_lines() -> None:
    flagged = replace(BOTH_WAYS, flags=(Flag.DISTRICT_BODY, Flag.TITLE_BODY_MISMATCH, Flag.WITHDRAWN))
    for one in (BOTH_WAYS, EMPTY, flagged):
        for words_of in (None, told()):
            shown = overview(reply_for(source(one, with_guide=words_of), Facet.OVERVIEW))
            assert any(line.startswith("⚠ ") for line in shown) is (one is flagged)
    assert "• Bao lâu: 3 ngày làm việc" in overview(reply_for(source(BOTH_WAYS), Facet.OVERVIEW))


@pytest.mark.parametrize("path", sorted(GUIDES.rglob("*.md")), ids=lambda path: path.stem)
def test_every_bundled_guide_answers_every_facet(path: Path) -> None:
    one = guide.load(path)
    for facet in Facet:
        reply = reply_for(source(one.record, with_guide=one), facet)
        assert reply.text.splitlines()[-1].startswith(f"Nguồn: thủ tục {one.code}, Quyết định ")
        assert len(reply.text.splitlines()) >= 3
        assert all(c.quote.strip() for c in reply.citations)
        if facet not in (Facet.FORM, Facet.DOCUMENTS):  # a record may list no papers
            assert reply.citations, facet
    overview(reply_for(source(one.record, with_guide=one), Facet.OVERVIEW))


def test_small_things() -> None:
    assert [amount(n) for n in (0, 999, 8000, 1234567)] == ["0", "999", "8.000", "1.234.567"]
    assert [number(n) for n in (7.0, 0.5, 30.0)] == ["7", "0,5", "30"]
    assert bullets("- a\n* b\n3. c\nd\n\n 1.5 là số") == ["• a", "• b", "• c", "d", "1.5 là số"]
    assert guide.is_guide(GUIDE)
