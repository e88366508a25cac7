"""Read a record's fees, time limits, papers, offices and laws into typed values, without guessing.

The portal exports "160000 VNĐ (…)", "6 WORKING_DAY", "1 OTHER". Where number and words disagree, the number is
dropped, the words are kept and a `Flag` says so; the answer then shows the doubt instead of a wrong figure.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from knowledge.text import fold, one_line, sentences
from knowledge.types import Channel, Fee, Flag, LegalRef, Offices, Paper, TimeLimit, TimeUnit

MISSING = frozenset({"", "không có thông tin", "không", "khong", "-", "|", "không có", "không quy định"})
"""What the portal writes where it has nothing to say (lower case)."""

_CHANNELS = {"ONLINE": Channel.ONLINE, "POSTAL": Channel.POST, "DIRECT": Channel.DIRECT}
_WAY = re.compile(r"\*\s*Hình thức nộp:\s*(\w+)")
_KEY = re.compile(r"^\s*(Thời hạn giải quyết|Phí, lệ phí|Mô tả):\s?", re.MULTILINE)
_FEE = re.compile(r"^(\d+)\s*VNĐ\s*\((.*)$", re.DOTALL)
_MONEY = re.compile(r"(\d{1,3}(?:[.,]\d{3})+|\d+)\s*(?:đồng|đ\b|vnđ|vnd)", re.IGNORECASE)
_USD = re.compile(r"(\d+(?:[.,]\d+)?)\s*(?:usd|đô la)", re.IGNORECASE)
_UNTIL = re.compile(
    r"đến\s+(?:hết\s+)?(?:ngày\s+)?(\d{1,2})(?:[/.-]|\s+tháng\s+)(\d{1,2})(?:[/.-]|\s+năm\s+)(\d{4})", re.IGNORECASE
)
_FREE = re.compile(r"^[\s+*-]*(?:mien (?:phi|le phi|thu)|khong (?:thu|mat|phai nop|tinh|co) ?(?:phi|le phi)?)")
_PAYING = re.compile(r"(?:nộp|thu|đóng|thanh toán)\s+(?:các\s+loại\s+|các\s+khoản\s+)?(?:phí|lệ phí)", re.IGNORECASE)


def known(text: str | None) -> str:
    """The text, or "" where it only says that there is nothing."""
    value = (text or "").strip()
    return "" if value.rstrip(".").lower() in MISSING else value


def ways(section: str) -> Iterator[tuple[Channel, dict[str, list[str]]]]:
    """Each "Hình thức nộp" block: its channel and its entries by key (time limit, fee, description)."""
    starts = list(_WAY.finditer(section))
    for match, following in zip(starts, [*starts, None][1:], strict=True):
        channel = _CHANNELS.get(match[1])
        if channel is None:
            continue
        block = section[match.end() : following.start() if following else len(section)]
        pieces = _KEY.split(block)
        entries: dict[str, list[str]] = {}
        for key, value in zip(pieces[1::2], pieces[2::2], strict=True):
            entries.setdefault(key, []).append(value.strip())
        yield channel, entries


def _amount(digits: str) -> int:
    return int(re.sub(r"[.,]", "", digits))


def read_fee(channel: Channel, raw: str, as_of: date) -> Fee | None:
    """One entry such as "160000 VNĐ (160.000/hộ chiếu …)"; None where the portal says nothing."""
    raw = one_line(raw)
    match = _FEE.match(raw)
    if match is None:
        text = known(raw)
        return Fee(channel, None, "VND", text, raw) if text else None
    amount, text = int(match[1]), one_line(match[2].rstrip().removesuffix(")"))
    if text.startswith("(") and text.count("(") > text.count(")"):
        text = text[1:]
    text = known(text)
    per = text[1:].strip() if text.startswith("/") and len(text) <= 40 else ""
    flags: list[Flag] = []
    value: int | None = amount
    currency = "VND"
    if amount == 0:
        if text and not _FREE.match(fold(text)):
            value, flags = None, [Flag.FEE_ZERO_WITH_TEXT]
    elif str(amount) in {u.rstrip(".,") for u in _USD.findall(text)}:
        currency = "USD"
    elif amount < 1000 or _disagrees(amount, text):
        value, flags = None, [Flag.FEE_UNCLEAR]
    if ended(text, as_of):
        value = None
        flags.append(Flag.FEE_REDUCTION_ENDED)
    return Fee(channel, value, currency, "" if per else text, raw, per, tuple(flags))


def ended(text: str, as_of: date) -> bool:
    """Whether a text names an end of validity ("đến hết ngày 31/12/2023") and all of them are past."""
    ends = [date(int(y), int(m), int(d)) for d, m, y in _UNTIL.findall(text) if _is_date(d, m, y)]
    return bool(ends) and max(ends) < as_of


def _is_date(day: str, month: str, year: str) -> bool:
    try:
        date(int(year), int(month), int(day))
    except ValueError:
        return False
    return True


def _disagrees(amount: int, text: str) -> bool:
    """Whether the words name the same fee a thousand times larger or smaller."""
    named = {_amount(m) for m in _MONEY.findall(text)}
    return amount not in named and (amount * 1000 in named or (amount % 1000 == 0 and amount // 1000 in named))


def read_fees(section: str, elsewhere: str, as_of: date) -> tuple[Fee, ...]:
    """All fees of `cach_thuc_thuc_hien`, each once per channel; `elsewhere` is the text of steps and papers."""
    fees: list[Fee] = []
    for channel, entries in ways(section):
        for value in entries.get("Phí, lệ phí", []):
            for piece in re.split(r"\s\|\s", value):
                fee = read_fee(channel, piece, as_of)
                if fee is None:
                    continue
                if fee.amount == 0 and not fee.text and _PAYING.search(elsewhere):
                    fee = Fee(channel, None, "VND", "", fee.raw, "", (Flag.FEE_MENTIONED_ELSEWHERE,))
                if fee not in fees:
                    fees.append(fee)
    return tuple(fees)


_UNITS = {
    "WORKING_DAY": TimeUnit.WORKING_DAY, "NGÀY LÀM VIỆC": TimeUnit.WORKING_DAY, "NGÀY": TimeUnit.DAY,
    "HOUR": TimeUnit.HOUR, "GIỜ": TimeUnit.HOUR, "MONTH": TimeUnit.MONTH, "THÁNG": TimeUnit.MONTH,
    "YEAR": TimeUnit.YEAR, "NĂM": TimeUnit.YEAR,
}  # fmt: skip
_NUMBER = re.compile(
    r"^(?:không quá|tối đa|trong thời hạn|trong)?\s*(\d+(?:[.,]\d+)?)\s*"
    r"(WORKING_DAY|ngày làm việc|ngày|HOUR|giờ|MONTH|tháng|YEAR|năm)\.?$",
    re.IGNORECASE,
)


def read_time(channel: Channel, raw: str) -> TimeLimit:
    """One entry such as "6 WORKING_DAY", "1 OTHER" or free text."""
    raw = one_line(raw)
    words = re.sub(r"\s*\bOTHER$", "", raw).strip()
    match = _NUMBER.match(words)
    if match:
        number = float(match[1].replace(",", "."))
        text = "" if re.search(r"[A-Z]{4,}|^\d", words) else words
        return TimeLimit(channel, number, _UNITS[match[2].upper()], text, raw)
    if re.fullmatch(r"[\d.,]+", words):
        return TimeLimit(channel, None, TimeUnit.UNCLEAR, "", raw, (Flag.TIME_UNCLEAR,))
    text = known(words)
    return TimeLimit(channel, None, TimeUnit.UNCLEAR, text, raw, () if text else (Flag.TIME_MISSING,))


def read_times(section: str) -> tuple[TimeLimit, ...]:
    """All time limits of `cach_thuc_thuc_hien`, each once per channel; where the field is silent, the description."""
    found: list[TimeLimit] = []
    for channel, entries in ways(section):
        told = _described_time(entries.get("Mô tả", []))
        for value in entries.get("Thời hạn giải quyết", []):
            limit = read_time(channel, value)
            if told and limit.number is None and not limit.text:
                limit = TimeLimit(channel, None, TimeUnit.UNCLEAR, told, f"{limit.raw} {told}".strip())
            if limit not in found:
                found.append(limit)
    return tuple(found)


_TERM = re.compile(
    r"\d+\s*(?:\([^)]*\)\s*)?(?:ngày|giờ|tháng|phút|buổi)|\bngay (?:khi|sau|trong)|trong ngày", re.IGNORECASE
)


def _described_time(descriptions: list[str]) -> str:
    """The sentences of a way's description that name a time, as they stand; "" where none does."""
    named = (one_line(s) for text in descriptions for s in sentences(text) if _TERM.search(s))
    return " ".join(dict.fromkeys(named))


_COUNT = re.compile(r"Số lượng:\s*Bản chính:\s*(\d+),\s*Bản sao:\s*(\d+)")
_FORM = re.compile(
    r"\b(?:[Mm]ẫu(?:\s+\w+){0,2}?\s+số:?\s*\d+[\w/.-]*|CT\s?\d{2}|TK\s?\d{2}a?|DC\s?\d{2}|[A-ZĐ]{2}\d{2}[a-z]?)"
)
_REMARK = re.compile(r"^(?:luu y|ghi chu|nguoi tiep nhan|truong hop nguoi yeu cau|doi voi giay to)", re.IGNORECASE)


def read_papers(section: str) -> tuple[Paper, ...]:
    """The papers of `thanh_phan_ho_so`, in the record's order, with the heading each stands under."""
    papers: list[Paper] = []
    case = ""
    name: list[str] = []
    for line in section.splitlines():
        text = one_line(line)
        if text.startswith("[") and text.endswith("]"):
            case, name = text.strip("[]* :").strip(), []
        elif match := _COUNT.search(text):
            if name:
                papers.append(_paper(" ".join(name), int(match[1]), int(match[2]), case))
            name = []
        elif text.startswith("- "):
            name = [text[2:].lstrip("-+*• ").strip()]
        elif text:
            name.append(text)
    return tuple(p for p in papers if p.name)


def _paper(name: str, originals: int, copies: int, case: str) -> Paper:
    form = _FORM.search(name)
    note = (originals == 0 and copies == 0) or name.endswith(":") or bool(_REMARK.match(fold(name)))
    return Paper(name, originals, copies, form[0] if form else "", case, note)


_LAW = re.compile(r"\d+(?:\.\d+)?/\d{4}/[A-ZĐ][\wĐ-]*|\d+/[A-ZĐ][\wĐ-]+|\d+-[A-ZĐ][\wĐ/-]+")
_ISSUED = re.compile(r"ngày\s+(\d{1,2})\s*(?:/|tháng)\s*(\d{1,2})\s*(?:/|năm)\s*(\d{4})")
_KINDS = (("NĐ-CP", "Nghị định"), ("QH", "Luật"), ("NQ", "Nghị quyết"), ("TTLT", "Thông tư liên tịch"),
          ("TT", "Thông tư"), ("QĐ", "Quyết định"), ("UBTVQH", "Pháp lệnh"))  # fmt: skip


def read_legal(section: str) -> tuple[LegalRef, ...]:
    """The legal basis, one entry a line: "* title (number)"."""
    refs: list[LegalRef] = []
    for line in section.splitlines():
        text = one_line(line).lstrip("* ").strip()
        if not known(text) or text.startswith("Không có thông tin"):
            continue
        title, _, tail = text.rpartition(" (")
        number = _LAW.search(tail if title else text)
        found = number[0] if number else ""
        kind = next((name for mark, name in _KINDS if mark in found), "")
        issued = _ISSUED.search(text)
        when = f"{issued[3]}-{int(issued[2]):02d}-{int(issued[1]):02d}" if issued else ""
        ref = LegalRef(found, title or text, kind, when)
        if ref not in refs:
            refs.append(ref)
    return tuple(refs)


_DISTRICT = re.compile(
    r"\b(?:uy ban nhan dan|ubnd|cong an|phong [a-z ,&-]{2,40}?|trung tam [a-z ,-]{2,40}?|toa an nhan dan"
    r"|bo phan [a-z ]{2,30}?|ban chi huy quan su|chi cuc thue|chu tich)\s+(?:cap )?"
    r"(?:huyen|quan(?= huyen|,| /|$))\b|\bcap huyen\b"
)


def names_district(text: str) -> bool:
    """Whether a body of the abolished district level is named."""
    lowered = text.lower()
    if "huyện" not in lowered and "quận" not in lowered:
        return False
    return bool(_DISTRICT.search(fold(lowered)))


_LOCAL = re.compile(r"UBND|HĐND|TTPVHCC|QĐ-VP|TTr-S|-VPUB")


def is_local(decision: str) -> bool:
    """Whether a record was published by one province, not by a ministry: told by the decision's number."""
    return bool(_LOCAL.search(decision))


def read_offices(receives: str, decides: str, address: str, delegated: str, coordinates: str) -> Offices:
    """Offices as typed values; "Không có thông tin" becomes ""."""
    values = (one_line(known(v)) for v in (receives, decides, address, delegated, coordinates))
    return Offices(*values)
