"""How long it takes, until when a person must act, and what other cases take."""

from __future__ import annotations

import re

from assistant.answering import figures as fig
from assistant.answering import implied
from assistant.answering import relevant as rel
from assistant.answering.beside import also, quote_guide
from assistant.answering.pieces import pieces_of
from assistant.answering.source import Answer, Source, bullets
from knowledge.text import figures, folded_words, sentences
from knowledge.types import Flag

CASES_SHOWN = 2


def duration(source: Source) -> Answer:
    """How long it takes; first, where that is asked, until when the person must act."""
    answer = Answer()
    until = _until(source, answer)
    lines = [f"• {line}" for line in fig.time_lines(source)]
    if source.guide:
        answer.lines = bullets(source.told("duration"))
        told = figures(source.told("duration"))
        lines = [line for line in lines if figures(line) - told]
    answer.lines += lines
    for limit in source.record.times:
        text = fig.time_text(source, limit)
        if text:
            answer.fact("duration", f"{source.words(f'channel.{limit.channel.value}')}: {text}", "ways")
        answer.quote("ways", limit.raw)
    if not answer.lines:
        answer.lines = _implied_times(source, answer) or [source.words("duration.missing")]
    answer.lines = [*until, *answer.lines]
    _by_case(source, answer)
    more = 2 if source.guide else 3
    also(source, answer, "duration", ("papers", "conditions", "steps", "ways"), rel.TIME, count=more, least=1.0)
    if source.guide and (when := source.told("when")) and re.search(r"\d", when):
        answer.lines += [f"• {s}" for s in sentences(when) if re.search(r"\d", s)][:1]
    quote_guide(source, answer, "duration")
    answer.doubt(source.record, Flag.TIME_UNCLEAR)
    return answer


_UNTIL_ASKED = re.compile(
    r"\b(?:han (?:chot|nop|cuoi|cung|la|lam|bao)|het han|(?:truoc|sau) (?:may|bao nhieu|bao)|tre nhat|cham nhat"
    r"|muon nhat|qua han|tre han|bao truoc|khai truoc|nop truoc|trong (?:vong|may|bao)|ke tu|deadline|con kip"
    r"|den (?:khi nao|bao gio))\b"
)
"""What asks until when something must be done (folded)."""
_UNTIL_TOLD = re.compile(
    r"\d.*(?:chậm nhất|trong|trước|kể từ|quá hạn|hạn)|(?:chậm nhất|trong|trước|quá|hạn).*\d", re.IGNORECASE
)


def _until(source: Source, answer: Answer) -> list[str]:
    """Until when the person must act, in the guide's words and the record's, where that is asked."""
    if not _UNTIL_ASKED.search(source.query.folded):
        return []
    told = [s for s in sentences(source.told("when")) if _UNTIL_TOLD.search(s)] if source.guide else []
    lines = [f"• {sentence}" for sentence in told]
    shown = figures("\n".join(told))
    for section, quote in implied.deadlines(source.record, source.meant):
        answer.fact("duration", quote, section)
        answer.quote(section, quote)
        if figures(quote) - shown:
            lines.append(f"• {source.words('duration.by', who=source.who, text=quote)}")
    return lines


def _implied_times(source: Source, answer: Answer) -> list[str]:
    """What the steps say of the time where the record's own field is empty."""
    told = implied.times(source.record)
    for section, quote in told:
        answer.fact("duration", quote, section)
        answer.quote(section, quote)
    return [f"• {source.words('duration.in_steps', text=quote)}" for _, quote in told]


def _by_case(source: Source, answer: Answer) -> None:
    """What the ways say of other times in other cases; those of the person's case first."""
    shown = figures("\n".join(answer.lines))
    told = [piece for piece in pieces_of(source.record.sections.get("ways", "")) if rel.TIME.search(piece)]
    told = [piece for piece in told if figures(" ".join(rel.TIME.findall(piece))) - shown]
    met = {piece: len(source.meant & set(folded_words(piece))) for piece in told}
    for piece in sorted(told, key=lambda piece: -met[piece])[:CASES_SHOWN]:
        quote = rel.window(piece, source.meant, rel.LIMIT)
        answer.fact("duration", quote, "ways")
        answer.quote("ways", quote)
        answer.lines.append(f"• {source.words('duration.also', who=source.who, text=quote)}")
