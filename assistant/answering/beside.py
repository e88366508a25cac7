"""What an answer adds beside its facet: sentences of the record that bear on the question, the guide's own words."""

from __future__ import annotations

import re

from assistant.answering import relevant as rel
from assistant.answering.source import Answer, Source
from knowledge.text import figures


def also(source: Source, answer: Answer, kind: str, names: tuple[str, ...], bearing: re.Pattern[str] | None,
          *, count: int = 2, least: float = 1.5) -> None:  # fmt: skip
    """Add the record's sentences that bear on the question."""
    shown = figures("\n".join(answer.lines))
    about = source.telling if bearing is rel.TIME else None
    found = rel.relevant(source.record, source.query, names, bearing=bearing, count=count, least=least, about=about)
    for section, quote in found:
        answer.fact(kind, quote, section)
        answer.quote(section, quote)
        if quote not in "\n".join(answer.lines) and (bearing is not rel.TIME or figures(quote) - shown):
            answer.lines.append(f"• {source.words('duration.also', who=source.who, text=quote)}")


def quote_guide(source: Source, answer: Answer, part: str) -> None:
    """Where no catalogue is imported the guide stands for the record: its words are what the answer rests on."""
    if source.guide and source.guide.record is source.record and not answer.quotes:
        answer.quote("ways", source.told(part))
