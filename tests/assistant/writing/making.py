"""A draft about keeping bees, and sentences held against it."""

from __future__ import annotations

from datetime import date

from assistant.dialogue import Facet
from assistant.types import Draft, ProcedureRef, Reply, Statement, Status
from assistant.writing.checking import Grounds, faults_of, listed_words
from assistant.writing.statements import draft_of
from tests.assistant.making import HOTLINE, WORDS

TEXT = """Nuôi ong
Làm trước khi đặt tổ ong.
• Mang theo: Tờ khai nuôi ong (Mẫu số 05); Bản sao thẻ căn cước
• Nộp ở: Ủy ban nhân dân xã
• Bao lâu: 3 ngày làm việc
• Tiền: nộp trực tiếp 20.000 đồng, nộp trên mạng 10.000 đồng. Hộ nghèo được miễn phí.
• Nhận được: Giấy xác nhận nuôi ong
⚠ Mức giảm trong hồ sơ đã hết hạn.
Nguồn: thủ tục 9.000001, Quyết định 12/QĐ-BTP, bản ghi ngày 19/07/2026."""
INSTRUCTIONS = frozenset({"say only what the statements say add"})


def reply(text: str = TEXT, facet: Facet = Facet.OVERVIEW) -> Reply:
    """An answer as the program makes it."""
    return Reply(
        Status.ANSWERED, text, procedure=ProcedureRef("9.000001", "Thủ tục nuôi ong", date(2026, 7, 19)), facet=facet
    )


def draft(text: str = TEXT, facet: Facet = Facet.OVERVIEW) -> Draft:
    """The same, taken apart."""
    return draft_of(reply(text, facet), text, "Nuôi ong")


def statement(number: int, of: Draft | None = None) -> Statement:
    """One of its statements."""
    return next(s for s in (of or draft()).statements if s.number == number)


def grounds(*numbers: int, question: str = "", of: Draft | None = None) -> Grounds:
    """What a sentence that rests on these statements is held against."""
    everyday, courtesy, glue, relations = (
        listed_words(WORDS(f"writing.{name}")) for name in ("everyday", "courtesy", "glue", "relations")
    )
    rests_on = tuple(statement(n, of) for n in numbers)
    return Grounds(rests_on, of or draft(), everyday, courtesy, glue, relations, INSTRUCTIONS, HOTLINE, question)


def faults(sentence: str, *numbers: int, question: str = "") -> list[str]:
    """What is wrong with a sentence about the bees."""
    return faults_of(sentence, grounds(*numbers, question=question))
