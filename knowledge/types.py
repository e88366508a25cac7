"""What the knowledge side hands on: frozen records with typed facts and the raw text beside them."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Channel(StrEnum):
    """A way of handing in a dossier."""

    ONLINE = "online"
    POST = "post"
    DIRECT = "direct"


class Level(StrEnum):
    """Where a procedure is carried out. District level was abolished on 1 July 2025."""

    COMMUNE = "commune"
    PROVINCE = "province"
    MINISTRY = "ministry"
    UNKNOWN = "unknown"


class TimeUnit(StrEnum):
    """Unit of a processing time."""

    WORKING_DAY = "working_day"
    DAY = "day"
    HOUR = "hour"
    MONTH = "month"
    YEAR = "year"
    UNCLEAR = "unclear"


class Flag(StrEnum):
    """A doubt about a record, found by rule; shown to the reader where it concerns the fact asked for."""

    FEE_UNCLEAR = "fee_unclear"
    """The amount cannot be read as dong: contradicts the text beside it, or is too small to be one."""
    FEE_ZERO_WITH_TEXT = "fee_zero_with_text"
    """The portal's number is 0 but the text beside it speaks of a fee."""
    FEE_MENTIONED_ELSEWHERE = "fee_mentioned_elsewhere"
    """The number is 0 without a word, while the steps or papers speak of paying."""
    FEE_MISSING = "fee_missing"
    FEE_REDUCTION_ENDED = "fee_reduction_ended"
    """The reduced fee was valid until a date that lies before the record's date."""
    TIME_UNCLEAR = "time_unclear"
    """`1 OTHER` and the like: a number without a unit."""
    TIME_MISSING = "time_missing"
    OFFICE_MISSING = "office_missing"
    PAPERS_MISSING = "papers_missing"
    LEVEL_MISSING = "level_missing"
    DISTRICT_BODY = "district_body"
    """Names a district body, abolished on 1 July 2025 (Law 72/2025/QH15)."""
    TITLE_BODY_MISMATCH = "title_body_mismatch"
    """Hardly a word of the title occurs in the body."""
    WITHDRAWN = "withdrawn"
    """The source marks the code as struck off."""
    NOT_NFC = "not_nfc"
    PRIVATE_USE = "private_use"
    LONG_TITLE = "long_title"


@dataclass(frozen=True, slots=True)
class Fee:
    """One fee of one way of submitting."""

    channel: Channel
    amount: int | None
    """In `currency`; None where the record gives no figure that can be trusted."""
    currency: str
    text: str
    """The record's own words beside the number: exemptions, per what, reductions."""
    raw: str
    per: str = ""
    flags: tuple[Flag, ...] = ()


@dataclass(frozen=True, slots=True)
class TimeLimit:
    """One processing time of one way of submitting."""

    channel: Channel
    number: float | None
    unit: TimeUnit
    text: str
    """The record's own words where it uses words."""
    raw: str
    flags: tuple[Flag, ...] = ()


@dataclass(frozen=True, slots=True)
class Paper:
    """One paper of the dossier."""

    name: str
    originals: int
    copies: int
    form: str = ""
    """Form code such as "TK01" or "Mẫu số 18"; empty when none is named."""
    case: str = ""
    """The heading the record puts it under."""
    note: bool = False
    """A remark in the list of papers that is not itself a paper to bring."""


@dataclass(frozen=True, slots=True)
class LegalRef:
    """One legal basis."""

    number: str
    title: str
    kind: str = ""
    issued: str = ""
    """Date as ISO text where the record's title holds one."""


@dataclass(frozen=True, slots=True)
class Offices:
    """Who receives and who decides; empty where the record is silent."""

    receives: str = ""
    decides: str = ""
    address: str = ""
    delegated: str = ""
    coordinates: str = ""


@dataclass(frozen=True, slots=True)
class Procedure:
    """One administrative procedure, as one dated record states it."""

    code: str
    title: str
    level: Level
    field: str
    kind: str
    decision: str
    applicants: tuple[str, ...]
    as_of: date
    source_url: str
    sections: dict[str, str]
    """Raw text by section: steps, ways, papers, conditions, result, legal, keywords, description."""
    fees: tuple[Fee, ...] = ()
    times: tuple[TimeLimit, ...] = ()
    papers: tuple[Paper, ...] = ()
    offices: Offices = dataclasses.field(default_factory=Offices)
    legal: tuple[LegalRef, ...] = ()
    flags: tuple[Flag, ...] = ()

    def all_text(self) -> str:
        """Everything the record says: the ground that an answer's figures must stand on."""
        parts = [self.code, self.title, self.decision, self.field, ", ".join(self.applicants)]
        parts += [self.offices.receives, self.offices.decides, self.offices.address, *self.sections.values()]
        return "\n".join(parts)


@dataclass(frozen=True, slots=True)
class Guide:
    """A procedure told in plain words: the words come from here, the facts from the record when there is one."""

    code: str
    title: str
    area: str
    as_of: date
    source_url: str
    asks: tuple[str, ...]
    parts: dict[str, str]
    """Markdown by part: when, bring, where, duration, cost, steps, online, trouble, legal."""
    record: Procedure
    """The facts as the guide states them; answers stand on it where the catalogue is not imported."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of a training or policy text that can be quoted with its place."""

    id: str
    """document#number"""
    document: str
    title: str
    place: str
    """Headings from outer to inner, for law "Điều 5 > Khoản 2"; with the page where there is one."""
    text: str
    audience: tuple[str, ...]
    as_of: date
    source: str
    page: int | None = None
    asks: tuple[str, ...] = ()
    """Everyday questions that the passage answers; indexed, never shown."""
