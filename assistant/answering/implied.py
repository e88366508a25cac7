"""What a record's own fields leave out and its text tells: where to submit, how long it takes, until when.

Quoted as it stands.
"""

from __future__ import annotations

import re

from assistant.answering.pieces import pieces_of
from assistant.answering.relevant import excerpt
from knowledge.text import folded_words, shorten
from knowledge.types import Procedure

SECTIONS = ("steps", "ways")
QUOTE_CHARS = 220
TIMES_SHOWN = 2
_OFFICE = re.compile(
    r"(?:Ủy ban|Uỷ ban|UBND|Công an|Sở|Trung tâm|[Cc]ơ quan|Bộ phận|Phòng|Chi cục|Cục|[Nn]hà trường|[Tt]rường"
    r"|Hội|Văn phòng|Tòa|Toà|Ban |Bộ |[Đđ]ơn vị|Chủ tịch|Thuế|Ngân hàng|Cổng)"
)
_SUBMIT = re.compile(
    r"(?:\b(?:nộp(?! (?:thuế|phí|lệ phí|tiền)\b)|gửi|trình báo|thông báo)\b[^.;]{0,220}?"
    r"\b(?:đến|tại|cho|về|tới|qua)\s+|^(?:Nộp(?! (?:thuế|phí|lệ phí|tiền)\b)|Gửi) [^.;]{0,80}?)"
    rf"(?:\w+ ){{0,3}}?{_OFFICE.pattern}(?:[^.;,\n]|\.(?=\S))*",
    re.MULTILINE,
)
"""Who submits tells what, and to whom: up to the end of the office's name."""
_LIMIT = re.compile(r"\d+\s*(?:\([^)]*\)\s*)?(?:ngày|giờ|tháng)")
_HANDLED = re.compile(
    rf"{_LIMIT.pattern}[^.;]{{0,60}}?(?:kể từ|từ|sau) (?:ngày |khi |thời điểm )*(?:nhận|tiếp nhận|có đủ|đủ hồ sơ)"
    rf"|ngay trong (?:ngày|buổi)|trong ngày (?:làm việc|tiếp nhận)|ngay (?:khi|sau khi) (?:nhận|tiếp nhận)",
    re.IGNORECASE,
)
"""How long the office takes, as steps say it."""
_BY = re.compile(
    rf"(?:chậm nhất|muộn nhất|trễ nhất|trong (?:thời hạn|thời gian|vòng)|không quá|trước|ít nhất|tối thiểu|sau)"
    rf"[^.;]{{0,60}}?{_LIMIT.pattern}|trước \d+ giờ|{_LIMIT.pattern}[^.;]{{0,20}}(?:kể từ|trước (?:khi|ngày))",
    re.IGNORECASE,
)
_PERSON = re.compile(
    r"(?:[Nn]gười|[Cc]á nhân|[Tt]ổ chức|[Hh]ộ |[Cc]hủ |[Cc]ông dân|[Dd]oanh nghiệp|[Tt]hân nhân|[Hh]ọc sinh"
    r"|[Đđ]ối tượng|[Cc]ha\b|[Mm]ẹ\b|[Vv]ợ|[Cc]hồng)[^.;]{0,120}"
    r"(?:nộp|gửi|đăng ký|khai báo|thông báo|trình báo|làm thủ tục|phải|có trách nhiệm|đề nghị|có nhu cầu)"
)
_SUBMITTED = re.compile(r"nộp (?:01 bộ )?hồ sơ|[Vv]iệc (?:thông báo|khai báo|đăng ký)")
_OFFICE_ACTS = re.compile(
    rf"(?:{_OFFICE.pattern}|Ban Chỉ huy|Hiệu trưởng|Giám đốc|tổ chức dịch vụ)[^.;,]{{0,60}}"
    r"(?:có trách nhiệm|phải|xem xét|thẩm định|niêm yết|lập |ban hành|thông báo|trình |kiểm tra"
    r"|xác minh|cấp |trả |trực tiếp xuống)"
)
"""Whose time it is: the office's, not the person's."""
_NO_DEADLINE = re.compile(
    rf"{_HANDLED.pattern}|\b(?:ảnh|hình chụp|chụp|có giá trị|lý lịch|yêu cầu bổ sung)\b", re.IGNORECASE
)
"""How old a photo may be, or how long the office takes, is no deadline."""
SOURCES = ("conditions", "steps", "papers", "ways")


def place(record: Procedure) -> tuple[str, str]:
    """(section, quote): where the steps say to submit; empty when they do not."""
    for section in SECTIONS:
        for piece in pieces_of(record.sections.get(section, "")):
            if found := _SUBMIT.search(piece):
                return section, shorten(found[0].strip(), QUOTE_CHARS)
    return "", ""


def times(record: Procedure) -> list[tuple[str, str]]:
    """(section, quote): the first sentences of the steps that say how long the office takes."""
    told = (
        (section, excerpt(piece, QUOTE_CHARS, _HANDLED))
        for section in SECTIONS
        for piece in pieces_of(record.sections.get(section, ""))
        if _HANDLED.search(piece)
    )
    return list(dict.fromkeys(told))[:TIMES_SHOWN]


def deadlines(record: Procedure, meant: frozenset[str]) -> list[tuple[str, str]]:
    """(section, quote): until when the person must act, what the person said first; at most two."""
    found: list[tuple[int, str, str]] = []
    for section in SOURCES:
        for piece in pieces_of(record.sections.get(section, "")):
            if _BY.search(piece) and not _NO_DEADLINE.search(piece) and _of_person(piece):
                met = len(meant & set(folded_words(piece)))
                found.append((met, section, excerpt(piece, QUOTE_CHARS + 80, _BY)))
    best = dict.fromkeys((section, quote) for _, section, quote in sorted(found, key=lambda row: -row[0]))
    return list(best)[:TIMES_SHOWN]


def _of_person(piece: str) -> bool:
    """Whether the person acts in a sentence before any office does."""
    acts = [found.start() for found in (_PERSON.search(piece), _SUBMITTED.search(piece)) if found]
    office = _OFFICE_ACTS.search(piece)
    return bool(acts) and (office is None or min(acts) < office.start())
