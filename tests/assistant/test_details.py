"""Details: which a question asks for, which sentence of the record bears on them, what is said where none does."""

from __future__ import annotations

import re
import tomllib
from importlib.resources import files
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.answering.assemble import DETAILS_SHOWN, reply_for
from assistant.answering.relevant import LIMIT
from assistant.answering.source import Source
from assistant.dialogue import Facet
from assistant.rules import details_of
from assistant.types import Inbound, Reply
from assistant.wiring import Assistant
from knowledge.index import lexicon
from knowledge.text import fold
from knowledge.types import Procedure
from tests.assistant.making import STEPS as MADE
from tests.assistant.making import WORDS, procedure

ROWS: list[dict[str, Any]] = tomllib.loads((files("assistant") / "rules" / "details.toml").read_text("utf-8"))["detail"]
SAID = {row["name"]: re.compile(row["said"], re.IGNORECASE) for row in ROWS}
DETAILS = {
    "proxy": ("nhờ con đi nộp giùm được không", "Trường hợp ủy quyền thì nộp văn bản ủy quyền."),
    "delivery": ("gửi về tận nhà được không", "Kết quả được chuyển qua dịch vụ bưu chính công ích."),
    "photo": ("ảnh chụp nền màu gì", "Nộp kèm 02 ảnh chân dung cỡ 4cm x 6cm."),
    "copy": ("nộp bản gốc hay bản sao", "Bản sao kèm bản chính để đối chiếu."),
    "late": ("quá hạn thì có bị phạt không", "Nộp sau thời hạn thì bị xử phạt theo quy định."),
    "incomplete": ("thiếu giấy thì sao", "Hồ sơ chưa đầy đủ thì cơ quan hướng dẫn bổ sung."),
    "refused": ("bị từ chối thì sao", "Trường hợp từ chối phải nêu rõ lý do."),
    "exempt": ("hộ nghèo có được miễn không", "Không thu lệ phí với người thuộc hộ nghèo."),
    "rate": ("mỗi trang bao nhiêu", "Mức thu 2.000 đồng/trang."),
    "hours": ("thứ bảy có làm không", "Tiếp nhận trong giờ hành chính, trừ ngày lễ."),
    "age": ("con tôi 15 tuổi thì sao", "Người chưa thành niên do cha mẹ khai."),
    "signer": ("ai ký giấy này", "Chủ tịch Ủy ban nhân dân xã ký giấy."),
    "validity": ("giấy có giá trị bao lâu", "Giấy xác nhận có giá trị trong 6 tháng."),
    "copies": ("phải nộp mấy bộ", "Số lượng nộp là 01 bộ."),
    "before": ("phải nộp trước mấy ngày", "Nộp chậm nhất 5 ngày kể từ ngày tổ chức."),
    "inspection": ("có ai xuống kiểm tra không", "Cán bộ thẩm định, kiểm tra thực địa tại nơi đặt tổ ong."),
    "posting": ("danh sách có niêm yết không", "Danh sách được niêm yết tại nhà văn hóa thôn."),
    "objection": ("không đồng ý thì khiếu nại thế nào", "Người dân có quyền khiếu nại theo luật."),
    "payment": ("tiền chuyển vào tài khoản hay sao", "Trợ cấp được chi trả vào tài khoản."),
    "next": ("nộp xong thì làm gì", "Cán bộ tiếp nhận viết giấy hẹn."),
    "other_place": ("ở tỉnh khác nộp được không", "Người dân nộp tại nơi cư trú."),
    "conflict": ("người nhà làm chứng được không", "Người làm chứng không có lợi ích liên quan."),
}
"""Detail -> (a question that asks for it, a record's sentence that bears on it)."""
ORDINARY = [
    "con tôi mới sinh", "tôi muốn kết hôn", "đăng ký kết hôn cần giấy tờ gì", "làm căn cước ở đâu",
    "mở quán ăn xin phép thế nào", "lệ phí bao nhiêu", "mất bao lâu", "xin chào", "",
]  # fmt: skip
TAKEN = {
    "nộp hồ sơ ở đâu": "proxy", "làm hộ chiếu hết bao nhiêu tiền": "proxy", "xin nhập hộ khẩu": "proxy",
    "làm thẻ bảo hiểm y tế cho trẻ em": "late", "trồng tre thì xin ở đâu": "late",
    "người dân cần làm gì": "posting",
}  # fmt: skip
"""Ordinary questions taken for one that asks for a detail: "hộ", "hồ", "trẻ", "dân" without accents."""
STEPS = (
    "Người nuôi ong ủy quyền thì nộp văn bản có chứng thực.\nNộp bản sao giấy tờ nhà đất.\n"
    "Trường hợp ủy quyền cho anh em ruột thì không phải chứng thực.\nKết quả được trả ở xã."
)


def asked(text: str) -> tuple[re.Pattern[str], ...]:
    """The details that a question asks for."""
    return details_of(lexicon.load().query(text).folded)


def reply(question: str, record: Procedure, facet: Facet = Facet.DOCUMENTS, *, named: bool = False) -> Reply:
    """The reply to a question about a detail of a record."""
    query = lexicon.load().query(question)
    details = details_of(query.folded)
    return reply_for(Source(record, None, query, WORDS, details, query.plain, facet_named=named), facet)


def replied(question: str, facet: Facet = Facet.DOCUMENTS, *, named: bool = False, steps: str = MADE) -> list[str]:
    """The lines of it, where the record has these steps."""
    return reply(question, procedure(trinh_tu_thuc_hien=steps), facet, named=named).text.splitlines()


def quoted(given: Reply) -> list[str]:
    """The sentences quoted for a detail."""
    return [fact.text for fact in given.facts if fact.kind == "detail"]


def found(question: str, steps: str = MADE, **fields: str) -> list[str]:
    """The sentences quoted where nothing but the detail is asked for."""
    return quoted(reply(question, procedure(trinh_tu_thuc_hien=steps, **fields)))


def test_every_detail_has_an_example_here() -> None:
    assert [row["name"] for row in ROWS] == list(DETAILS)
    assert len(ROWS) == 22


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["name"])
def test_patterns_compile_and_match_neither_nothing_nor_everything(row: dict[str, Any]) -> None:
    assert set(row) == {"name", "asked", "said"}
    for key in ("asked", "said"):
        assert not re.compile(row[key]).search("")
        assert not re.search(row[key], "zzz qqq")


@pytest.mark.parametrize(
    "row",
    [
        pytest.param(
            row, id=row["name"],
        )
        for row in ROWS
    ],
)  # fmt: skip
def test_what_is_asked_is_looked_for_without_accents(row: dict[str, Any]) -> None:
    assert row["asked"] == fold(row["asked"])


@pytest.mark.parametrize("spell", [str, fold], ids=["accents", "plain"])
@pytest.mark.parametrize("name", DETAILS)
def test_a_question_asks_for_its_detail(name: str, spell: type[str]) -> None:
    assert SAID[name] in asked(spell(DETAILS[name][0]))


@pytest.mark.parametrize("name", DETAILS)
def test_a_sentence_of_the_record_bears_on_its_detail(name: str) -> None:
    assert SAID[name].search(DETAILS[name][1])
    assert SAID[name].search(DETAILS[name][1].upper()), "records shout"


@pytest.mark.parametrize("name", DETAILS)
def test_the_sentence_about_a_detail_is_quoted_first(name: str) -> None:
    question, sentence = DETAILS[name]
    quotes = found(question, f"Bước 1: Mang ong ra.\n{sentence}", cach_thuc_thuc_hien="")
    assert quotes[0] == sentence


@pytest.mark.parametrize("question", ORDINARY)
def test_an_ordinary_question_asks_for_no_detail(question: str) -> None:
    assert asked(question) == ()


@pytest.mark.parametrize(("question", "name"), TAKEN.items())
def test_words_that_only_look_alike_ask_for_no_detail(question: str, name: str) -> None:
    assert SAID[name] not in asked(question)


@given(st.text(alphabet="abcdeghiklmnopqrstuvxy 0123456789", max_size=120))
def test_no_detail_is_asked_for_twice(text: str) -> None:
    assert len(set(details_of(text))) == len(details_of(text))


def test_the_best_sentence_comes_first() -> None:
    both, *_ = found("ủy quyền có chứng thực không", STEPS)
    assert both.startswith("Người nuôi ong ủy quyền")
    brothers, *_ = found("ủy quyền cho anh em ruột", STEPS)
    assert brothers.startswith("Trường hợp ủy quyền cho anh em ruột")


def test_a_sentence_said_twice_is_quoted_once() -> None:
    quotes = found("ủy quyền cho con", STEPS, yeu_cau_dieu_kien=STEPS)
    assert len(quotes) == len(set(quotes)) == DETAILS_SHOWN


@given(
    st.lists(st.sampled_from([said for _, said in DETAILS.values()]), unique=True),
    st.sampled_from([question for question, _ in DETAILS.values()]), st.sampled_from(Facet), st.booleans(),
)  # fmt: skip
def test_never_more_than_are_shown_and_only_what_stands_in_the_record(
    said: list[str], question: str, facet: Facet, named: bool
) -> None:
    fields = {"trinh_tu_thuc_hien": "\n".join(said), "yeu_cau_dieu_kien": " ".join(reversed(said))}
    record = procedure(**fields)
    quotes = [fact for fact in reply(question, record, facet, named=named).facts if fact.kind == "detail"]
    assert len(quotes) <= DETAILS_SHOWN
    assert all(fact.text in record.sections[fact.section] for fact in quotes)
    assert not (quotes and facet is Facet.OVERVIEW)


def test_a_long_sentence_is_cut_to_where_it_speaks_of_the_question() -> None:
    long = ", ".join(["Người nuôi ong ủy quyền", *(f"kê khai tổ ong thứ {n} ở nương" for n in range(40)), "mang dấu"])
    quote, *_ = found("nhờ người mang con dấu", f"{long}.")
    assert len(quote) <= LIMIT + 2
    assert quote.startswith("… ")
    assert quote.removeprefix("… ") in procedure(trinh_tu_thuc_hien=f"{long}.").sections["steps"]


def test_a_record_that_says_nothing_of_it_has_no_quotes() -> None:
    assert found("hộ nghèo có được miễn không") == []


def test_the_detail_stands_in_front_where_nothing_else_is_asked_for() -> None:
    question, sentence = DETAILS["refused"]
    lines = replied(question, steps=sentence)
    assert lines[1] == f"• Hồ sơ còn ghi: “{sentence}”"
    assert WORDS("detail.missing") not in lines


@pytest.mark.parametrize("facet", [Facet.DOCUMENTS, Facet.STEPS])
def test_the_detail_stands_in_front_of_a_list_that_is_named(facet: Facet) -> None:
    question, sentence = DETAILS["refused"]
    line = f"• Hồ sơ còn ghi: “{sentence}”"
    lines = replied(question, facet, named=True, steps=f"Bước 1: Mang ong ra.\n{sentence}")
    assert lines[1] == line
    assert lines[2:-1], "the list follows"
    assert line not in lines[2:]


def test_the_detail_comes_after_a_figure_that_is_named() -> None:
    question, sentence = DETAILS["refused"]
    lines = replied(f"mất bao lâu, {question}", Facet.DURATION, named=True, steps=sentence)
    assert "3 ngày làm việc" in lines[1]
    assert f"• Hồ sơ còn ghi: “{sentence}”" in lines[2:]


def test_a_detail_is_cited() -> None:
    question, sentence = DETAILS["refused"]
    given = reply(question, procedure(trinh_tu_thuc_hien=sentence))
    assert ("detail", sentence, "steps") in [(f.kind, f.text, f.section) for f in given.facts]
    assert sentence in [citation.quote for citation in given.citations]


def test_what_the_record_does_not_say_is_said_to_be_missing() -> None:
    lines = replied("bị từ chối thì sao")
    assert lines[1] == WORDS("detail.missing")
    assert lines[2:-1], "what else is known still follows"


def test_nothing_is_missing_where_a_facet_or_no_detail_is_asked_for() -> None:
    missing = WORDS("detail.missing")
    assert missing not in replied("cần giấy tờ gì, bị từ chối thì sao", named=True)
    assert missing not in replied("đăng ký nuôi ong")
    assert missing not in replied("")
    assert missing not in replied("bị từ chối thì sao", Facet.OVERVIEW)


def test_a_record_without_a_sentence_is_told_without_details() -> None:
    fields = dict.fromkeys(("trinh_tu_thuc_hien", "cach_thuc_thuc_hien", "thanh_phan_ho_so", "ket_qua_thuc_hien"), "")
    given = reply("bị từ chối thì sao", procedure(**fields))
    assert WORDS("detail.missing") not in given.text
    assert quoted(given) == []


@pytest.mark.parametrize(
    "question",
    [
        "đăng ký kết hôn cần giấy tờ gì", "lệ phí đăng ký kết hôn", "điều kiện đăng ký kết hôn",
        "điều kiện đăng ký nhận cha, nhận mẹ, nhận con", "điều kiện làm lại giấy chứng nhận người có công",
    ],
)  # fmt: skip
def test_a_plain_question_is_not_told_that_a_detail_is_missing(bundled: Assistant, question: str) -> None:
    assert WORDS("detail.missing") not in bundled.ask(Inbound("t", question)).text
