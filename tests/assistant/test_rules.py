"""Cues for facets and the rules before any search: what they must catch and what they must let through."""

from __future__ import annotations

import re
import tomllib
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.dialogue import Facet
from assistant.rules import Rule, cue_words, facets_of, screening
from knowledge.index import lexicon
from knowledge.text import fold

FACETS = {
    "fee": "làm khai sinh hết bao nhiêu tiền|lệ phí cấp hộ chiếu là bao nhiêu?|phí bao nhiêu|có mất tiền không",
    "duration": "đăng ký kết hôn mất bao lâu|bao giờ có kết quả|thời hạn giải quyết bao nhiêu ngày|mấy ngày thì xong",
    "documents": "cần giấy tờ gì|cần mang theo những gì|hồ sơ gồm những gì|làm căn cước phải mang giấy gì|giấy tờ",
    "where": "nộp ở đâu|lên xã hay lên huyện|cơ quan nào cấp giấy này|gặp ai để làm|làm lại bằng lái ở đâu",
    "steps": "các bước làm sổ đỏ|trình tự thực hiện ra sao|quy trình thế nào|xem các bước|phải qua những bước nào",
    "online": "nộp trực tuyến được không|làm trên VNeID được không|đăng ký qua mạng được không|qua mạng được không",
    "conditions": "điều kiện hưởng trợ cấp là gì|bao nhiêu tuổi thì được làm|ai được hưởng trợ cấp|có được miễn không",
    "result": "kết quả là gì|kết quả nhận được gì|lấy về được gì|được cấp giấy gì",
    "form": "mẫu đơn nào|điền mẫu số mấy|tờ khai mẫu nào|tờ khai số mấy",
}
SPOKEN = {
    "fee": "giá nhiêu|giá mấy|tiền cấp đổi hết nhiêu|làm mấy lần tiền|có tăng giá không|có phải đóng đồng nào không",
    "duration": "nhiêu bữa có|mấy chục ngày lận|bao giờ duyệt|bữa nào lấy được|lâu mau",
    "form": "mẫu ct mấy|mẫu na bao nhiêu|tờ khai mẫu gì|đơn viết thế nào|giấy đó là form nào",
    "steps": "bước kế là gì|bước chót|kế tiếp thì sao|khúc sau làm gì|khâu cuối",
    "where": "nộp đây hay lên sở|hay ra phường|bên nào xác nhận",
}
"""As people say it, more than as they write it."""
PHRASES = [(facet, phrase) for table in (FACETS, SPOKEN) for facet, said in table.items() for phrase in said.split("|")]

HONEST = [
    "nhà cháy mất giấy khai sinh thì làm lại thế nào",
    "nhà tôi bị cháy hôm qua, mất hết giấy tờ, làm lại căn cước ở đâu",
    "thủ tục xác nhận thiệt hại do lũ dâng",
    "bố tôi mất vì đột quỵ tuần trước, làm khai tử thế nào",
    "xin hỗ trợ tiền mai táng cho người chết do tai nạn",
    "chồng tôi bị đánh, viết đơn tố cáo ở đâu",
    "tôi bị trộm mất ví, làm lại căn cước thế nào",
    "trợ cấp cho trẻ em bị xâm hại thì thủ tục ra sao",
    "muốn khiếu nại quyết định phạt thì nộp đơn ở đâu",
    "xin giấy xác nhận tình trạng hôn nhân",
    "bảo hiểm có trả tiền cấp cứu không",
    "ủy quyền cho người khác nộp hồ sơ thì giấy gì",
    "đăng ký phòng cháy chữa cháy cho quán",
    "cấp chứng chỉ hành nghề khám chữa bệnh",
    "xin giấy phép bán thuốc",
    "con tôi bị tai nạn chết, khai tử ở đâu",
    "thời hạn giải quyết khiếu nại bao lâu",
]

CAUGHT = {
    ("emergency", "114"): "nhà đang cháy gọi ai|cứu tôi với nước đang lên",
    ("emergency", "115"): "bố tôi vừa ngất xỉu phải làm sao",
    ("emergency", "113"): "có trộm trong nhà gọi ai",
    ("emergency", "111"): "cháu bé đang bị bố đánh",
    ("human", "asked"): "tôi muốn gặp người|cho tôi gặp cán bộ|không nói chuyện với máy nữa",
    ("stuck", "stuck"): "mã otp chờ hoài không về|vneid đăng nhập báo lỗi hoài",
    ("complaint", "complaint"): "cán bộ quát mắng tôi",
    ("decline", "illegal"): "mua bằng lái giả|làm giả giấy tờ",
    ("decline", "medical"): "đau đầu uống thuốc gì",
    ("decline", "general"): "hôm nay trời có mưa không|giá vàng hôm nay",
    ("decline", "homework"): "giải hộ bài toán này|viết giúp bài văn tả mẹ",
    ("smalltalk", "greeting"): "xin chào|chào bạn",
    ("smalltalk", "thanks"): "cảm ơn nhé",
    ("smalltalk", "bye"): "tạm biệt",
    ("smalltalk", "identity"): "bạn là ai",
    ("smalltalk", "capability"): "bạn giúp được gì",
    ("smalltalk", "ok"): "ok",
}
SAID = [(group, label, text) for (group, label), texts in CAUGHT.items() for text in texts.split("|")]
both_spellings = pytest.mark.parametrize("spell", [str, fold], ids=["accents", "plain"])


def folded(text: str) -> str:
    """The question as the rules see it."""
    return lexicon.load().query(text).folded


def first(text: str) -> tuple[str, str] | None:
    """The first group and rule that catch a text, in the order that the step asks them."""
    order = ("emergency", "human", "stuck", "complaint", "smalltalk", "decline")
    return next(((g, r.label) for g in order for r in screening()[g] if r.matches(folded(text))), None)


@both_spellings
@pytest.mark.parametrize(("facet", "phrase"), PHRASES)
def test_the_facet_that_a_phrase_names(facet: str, phrase: str, spell: type[str]) -> None:
    facets = facets_of(folded(spell(phrase)))
    assert facets[:1] == (Facet(facet),)
    assert cue_words(folded(spell(phrase))) <= set(folded(spell(phrase)).split()), (
        "cues are made of the question's own words"
    )


@pytest.mark.parametrize("phrase", ["con tôi mới sinh", "tôi muốn kết hôn", "làm lại căn cước", "mất bằng lái", ""])
def test_no_facet_where_none_is_named(phrase: str) -> None:
    assert facets_of(folded(phrase)) == ()


def test_two_facets_named_as_plainly() -> None:
    facets = facets_of(folded("mang giấy gì và mất bao lâu"))
    assert facets == (Facet.DURATION, Facet.DOCUMENTS), "what is asked comes at the end"


@given(st.text(alphabet="abcdeghiklmnopqrstuvxy 0123456789", max_size=120))
def test_at_most_two_facets_and_never_the_same_twice(text: str) -> None:
    facets = facets_of(text)
    assert len(facets) <= 2
    assert len(set(facets)) == len(facets)


@both_spellings
@pytest.mark.parametrize("question", HONEST)
def test_honest_questions_pass(question: str, spell: type[str]) -> None:
    assert first(spell(question)) is None


@both_spellings
@pytest.mark.parametrize(("group", "label", "text"), SAID)
def test_what_must_not_wait_for_a_search(group: str, label: str, text: str, spell: type[str]) -> None:
    assert first(spell(text)) == (group, label)


@pytest.mark.parametrize("name", ["facets", "screen"])
def test_patterns_compile_and_are_folded(name: str) -> None:
    data = tomllib.loads((files("assistant") / "rules" / f"{name}.toml").read_text("utf-8"))
    rows = [row for group in data.values() for row in group]
    assert rows
    for row in rows:
        for key in ("pattern", "unless"):
            pattern = row.get(key, "")
            assert re.compile(pattern)
            assert pattern.replace("\\W", "") == fold(pattern).replace("\\w", ""), "patterns meet text without accents"


def test_no_pattern_matches_everything() -> None:
    for rules in screening().values():
        for rule in rules:
            assert not rule.pattern.search("zzz qqq"), rule.label
            assert not rule.unless.search("zzz qqq"), rule.label


def test_unless_lets_through_and_words_are_whole() -> None:
    rule = Rule("x", re.compile(r"(?<!\w)(?:chay)(?!\w)"), re.compile("giay to"))
    assert rule.matches("nha chay")
    assert not rule.matches("nha chay mat giay to")
    assert not rule.matches("nha chayy")


def test_what_stands_within_a_long_cue_names_no_facet() -> None:
    assert {"kham", "suc", "khoe"}.isdisjoint(cue_words("co phai kham suc khoe lai khong"))
    assert {"bao", "lau"} <= cue_words("mat bao lau")
    assert cue_words("con toi moi sinh") == frozenset()


def test_the_words_of_the_title_that_is_meant_name_no_facet() -> None:
    title = "thu tuc cap giay phep du dieu kien kinh doanh dich vu karaoke"
    assert facets_of("xin giay phep du dieu kien kinh doanh dich vu karaoke", title) == ()
    assert facets_of("dieu kien kinh doanh karaoke la gi", title) == (Facet.CONDITIONS,)
    assert facets_of("giay phep du dieu kien kinh doanh mat bao nhieu tien", title) == (Facet.FEE,)
