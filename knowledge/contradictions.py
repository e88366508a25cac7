"""Does a guide say the same as the catalogue's record? Figures, fees, time limits, decision."""

from __future__ import annotations

from collections.abc import Iterator

from knowledge.text import figures
from knowledge.types import Guide, Procedure

ALLOWED_FIGURES = frozenset({"18001096", "1022"})
"""The national hotline and the provinces' switchboards; everything else must stand in the record."""


def between(guide: Guide, record: Procedure) -> list[str]:
    """One line for each statement of the guide that the record does not bear; empty when they agree."""
    return [f"{guide.code} {guide.title}: {what}" for what in _differences(guide, record)]


def _differences(guide: Guide, record: Procedure) -> Iterator[str]:
    told = guide.record
    if told.decision != record.decision:
        yield f"decision {told.decision!r}, record {record.decision!r}"
    if told.title != record.title:
        yield "official title differs from the record's"
    for fee in told.fees:
        amounts = {f.amount for f in record.fees if f.channel is fee.channel}
        raw = " ".join(f.raw for f in record.fees if f.channel is fee.channel)
        if fee.amount is not None and fee.amount not in amounts and str(fee.amount) not in figures(raw):
            yield f"fee {fee.amount} ({fee.channel}), record {raw or 'none'}"
    for limit in told.times:
        limits = {(t.number, t.unit) for t in record.times if t.channel is limit.channel}
        if limit.number is not None and (limit.number, limit.unit) not in limits:
            yield f"time limit {limit.number:g} {limit.unit} ({limit.channel}), record {sorted(map(str, limits))}"
    extra = figures(_words(guide)) - figures(record.all_text()) - ALLOWED_FIGURES
    if extra:
        yield f"figures that the record does not hold: {', '.join(sorted(extra))}"


def _words(guide: Guide) -> str:
    """The guide's wording without the numbers of its ordered lists."""
    lines = (line.partition(". ")[2] if line.partition(". ")[0].isdigit() else line
             for part in guide.parts.values() for line in part.splitlines())  # fmt: skip
    papers = (f"{p.name} {p.form} {p.case}" for p in guide.record.papers)
    return "\n".join((*lines, *papers, *(f.text for f in guide.record.fees), *(t.text for t in guide.record.times)))
