"""Small values for tests of the assistant: records through the real reader, turns, sources."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from assistant.answering.source import Source
from assistant.dialogue import Choice, Dialogue, Facet
from assistant.types import Inbound, Reply, Turn, Understanding
from assistant.wiring import Assistant
from assistant.wording import load
from knowledge.index import lexicon
from knowledge.index.search import Hit
from knowledge.loaders import catalogue, guide
from knowledge.types import Guide, Procedure
from tests.fixtures import record

WORDS = load("vi")
DAY = date(2026, 7, 19)
CODE = "9.000001"
HOTLINE = "18001096"

STEPS = "Bước 1: Người đăng ký nuôi ong nộp hồ sơ ở xã.\nBước 2: Nhận kết quả theo giấy hẹn."
GUIDE = """---
code: "9.000001"
title: Xin nuôi ong
official_title: Thủ tục đăng ký nuôi ong
area: nong-nghiep
field: Nông nghiệp
level: commune
applicants: [Công dân Việt Nam]
decision: 12/QĐ-BTP
as_of: 2026-07-19
source: https://dichvucong.gov.vn/thu-tuc/9.000001
offices: {receives: Ủy ban nhân dân cấp xã}
result: Giấy xác nhận
fees: [{channels: [direct], amount: 20000}]
durations: [{channels: [direct], number: 3, unit: working_day}]
papers: [{name: Tờ khai nuôi ong, form: Mẫu số 05}]
asks: [tôi muốn nuôi ong]
---
## Khi nào cần làm
Làm trước khi đặt tổ ong. Nuôi ít cũng phải báo.
## Mang theo
- Tờ khai nuôi ong.
## Nộp ở đâu
Bộ phận một cửa của xã.
## Bao lâu
3 ngày làm việc.
## Hết bao nhiêu tiền
Nộp 20.000 đồng.
## Các bước làm trực tiếp
1. Điền tờ khai.
2. Nộp ở xã.
## Làm trên mạng
Vào cổng dịch vụ công.
## Hay vướng ở đâu
Quên ký tên.
## Căn cứ pháp lý
- 12/2020/QH14: Luật Thử nghiệm
"""


def procedure(title: str = "Thủ tục đăng ký nuôi ong", code: str = CODE, **fields: str) -> Procedure:
    """A record as the importer would read it; sound where the fields do not say otherwise."""
    return catalogue.to_procedure(record(code, title, **{"trinh_tu_thuc_hien": STEPS, **fields}), DAY)


def ways(fee: str = "20000 VNĐ (/lần)", time: str = "3 WORKING_DAY", channel: str = "DIRECT") -> str:
    """One way of submitting, as the portal writes it."""
    return f"* Hình thức nộp: {channel}\n    Thời hạn giải quyết: {time}\n    Phí, lệ phí: {fee}"


def told() -> Guide:
    """The guide to the same procedure."""
    return guide.parse(GUIDE)


def source(one: Procedure, question: str = "", with_guide: Guide | None = None) -> Source:
    """What an answer about this record is made from."""
    return Source(one, with_guide, lexicon.load().query(question), WORDS)


def asked(text: str, dialogue: Dialogue | None = None, choice: Choice | None = None) -> Turn:
    """A turn before any step."""
    return Turn(Inbound("t", text, choice=choice), dialogue or Dialogue())


def understood(text: str, facet: Facet = Facet.OVERVIEW, dialogue: Dialogue | None = None) -> Turn:
    """A turn as it comes from `Read`: a question with a topic of its own."""
    query = lexicon.load().query(text)
    known = Understanding(text, query, facet, facet is not Facet.OVERVIEW, topical=True, own=query.plain)
    return replace(asked(text, dialogue), understanding=known)


def reached(assistant: Assistant, turn: Turn, name: str) -> Turn:
    """The turn as it comes to a step of the pipeline, none before having ended it."""
    for step in assistant.steps():
        if type(step).__name__ == name:
            return turn
        turn = turned(step(turn))
    raise LookupError(name)


def turned(outcome: Turn | Reply) -> Turn:
    """The turn that a step handed on."""
    assert isinstance(outcome, Turn), outcome
    return outcome


def replied(outcome: Turn | Reply) -> Reply:
    """The reply that a step stopped with."""
    assert isinstance(outcome, Reply), outcome
    return outcome


def hit(code: str, title: str, score: float, match: float = 1.0, **more: object) -> Hit:
    """A found procedure; `more`: plain, chance, variants, level, own."""
    values = {"plain": "", "chance": 0.5, "variants": frozenset(), "level": "commune", "own": False, **more}
    return Hit(code, title, score=score, match=match, parts={}, **values)  # type: ignore[arg-type]
