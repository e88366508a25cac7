"""One function a facet: the guide's words first where there is a guide, the record's facts always."""

from __future__ import annotations

import re
from collections.abc import Callable

from assistant.answering import figures as fig
from assistant.answering import implied
from assistant.answering import relevant as rel
from assistant.answering.beside import also, quote_guide
from assistant.answering.papers import documents
from assistant.answering.pieces import EVERYWHERE, pieces_of
from assistant.answering.relevant import relevant
from assistant.answering.source import Answer, Source, bullets
from assistant.answering.times import duration
from assistant.dialogue import Facet
from knowledge.text import figures, fold, one_line, sentences, shorten
from knowledge.types import Channel, Flag

STEPS_SHOWN = 6
STEP_CHARS = 170


def fee(source: Source) -> Answer:
    """What it costs."""
    answer = Answer()
    record = source.record
    lines = [f"• {line}" for line in fig.fee_lines(source)]
    if source.guide:
        answer.lines = bullets(source.told("cost"))
        known = fig.money(record.fees) <= figures(source.told("cost"))
        lines = _record_words(source) if known else lines
    answer.lines += lines
    for one in record.fees:
        label = source.words(f"channel.{one.channel.value}")
        text = one.text or (fig.fee_text(source, one) if one.amount is not None else "")
        figure = fig.fee_text(source, one, brief=True) if one.amount is not None and one.text else ""
        answer.fact("fee", ". ".join(p for p in (f"{label}: {figure}".rstrip(": "), text) if p), "ways")
        answer.quote("ways", one.raw)
    if not answer.lines:
        answer.lines.append(source.words("fee.missing"))
    if not record.fees or all(f.amount is None and not f.text for f in record.fees):
        also(source, answer, "fee", EVERYWHERE, rel.MONEY)
    quote_guide(source, answer, "cost")
    answer.doubts += fig.fee_doubts(source)
    return answer


def _record_words(source: Source) -> list[str]:
    """Under a guide's words about money: the record's own, shortened, once."""
    told = (rel.telling(f.text, source.query, source.record.as_of, 240) for f in source.record.fees if f.text)
    texts = {fold(text).strip("( ")[:60]: text for text in told if rel.MONEY.search(text)}
    return [f"• {source.words('duration.also', who=source.who, text=text)}" for text in list(texts.values())[:3]]


def where(source: Source) -> Answer:
    """Which office, which address, which ways."""
    answer = Answer()
    words, offices = source.words, source.record.offices
    if source.guide:
        answer.lines = bullets(source.told("where"))
    if offices.receives:
        line = words("where.receives", office=shorten(offices.receives, 300))
        if offices.receives.rstrip(".").lower() not in " ".join(answer.lines).lower():
            answer.lines.append(f"• {line}")
        answer.fact("where", offices.receives, "offices")
        answer.quote("offices", offices.receives)
    elif not source.guide:
        section, quote = implied.place(source.record)
        answer.lines.append(words("where.in_steps", text=quote) if quote else words("where.missing"))
        answer.fact("where", quote, section)
        answer.quote(section, quote)
    if offices.address:
        answer.lines.append(f"• {words('where.address', address=shorten(offices.address, 300))}")
        answer.fact("where", offices.address, "offices")
    if offices.decides and offices.decides != offices.receives:
        answer.fact("where", offices.decides, "offices")
        if not source.guide:
            answer.lines.append(f"• {words('where.decides', office=shorten(offices.decides, 200))}")
    if not source.guide:
        _ways_line(source, answer)
    found = relevant(source.record, source.query, ("steps", "ways", "papers"), bearing=rel.PLACE, count=2, least=1.0)
    if not found and not source.guide:
        found = relevant(source.record, source.query, ("steps", "ways"), bearing=rel.PLACE, count=1, least=0.0)
    for section, quote in found:
        answer.fact("where", quote, section)
        answer.quote(section, quote)
        answer.lines.append(f"• {words('duration.also', who=source.who, text=quote)}")
    answer.doubt(source.record, Flag.DISTRICT_BODY)
    return answer


def _ways_line(source: Source, answer: Answer) -> None:
    ways = list(dict.fromkeys(t.channel for t in source.record.times))
    if ways:
        named = ", ".join(source.words(f"channel.{c.value}").lower() for c in ways)
        answer.lines.append(f"• {source.words('where.ways', ways=named)}")


def steps(source: Source) -> Answer:
    """What the person does, one after the other."""
    answer = Answer()
    text = source.record.sections.get("steps", "")
    if source.guide:
        answer.lines = bullets(source.told("steps"))
    else:
        found = record_steps(text)
        answer.lines = [f"• {shorten(step, STEP_CHARS)}" for step in found[:STEPS_SHOWN]]
        if len(found) > STEPS_SHOWN:
            answer.lines.append(source.words("steps.more"))
    for step in record_steps(text):
        answer.fact("step", step, "steps")
    answer.quote("steps", shorten(one_line(text), 700))
    if not answer.lines:
        answer.lines.append(source.words("steps.missing"))
    also(source, answer, "step", ("steps", "papers", "conditions"), None, count=2, least=3.0)
    return answer


def record_steps(text: str) -> list[str]:
    """The record's numbered steps, or its sentences when it numbers none."""
    numbered = [one_line(s) for s in re.split(r"(?=\bBước\s+\d+\s*[:.])", text) if re.match(r"Bước\s+\d+", s)]
    return numbered or sentences(text)


def conditions(source: Source) -> Answer:
    """Who may, and under which conditions."""
    answer = Answer()
    record = source.record
    if source.guide:
        answer.lines = bullets(source.told("when"))
    text = record.sections.get("conditions", "")
    if text and len(answer.lines) < 4:
        for sentence in pieces_of(text)[:3]:
            line = f"• {shorten(sentence, 220)}"
            if line not in answer.lines and not source.guide:
                answer.lines.append(line)
    for sentence in sentences(text)[:20]:
        answer.fact("condition", sentence, "conditions")
    answer.quote("conditions", shorten(one_line(text), 500))
    if record.applicants:
        who = ", ".join(record.applicants)
        answer.lines.append(f"• {source.words('conditions.who', applicants=shorten(who, 200))}")
        answer.fact("applicant", who, "applicants")
    if not text and not answer.facts[1:]:
        answer.lines.append(source.words("conditions.none"))
    answer.doubt(record, Flag.TITLE_BODY_MISMATCH)
    return answer


def result(source: Source) -> Answer:
    """What comes out of it."""
    text = one_line(source.record.sections.get("result", ""))
    answer = Answer()
    if not text:
        answer.lines.append(source.words("result.missing"))
        return answer
    answer.lines.append(source.words("result.line", result=shorten(text, 400)))
    answer.fact("result", text, "result")
    answer.quote("result", shorten(text, 500))
    return answer


def online(source: Source) -> Answer:
    """Whether and how it can be done on the net."""
    answer = Answer()
    ways = list(dict.fromkeys(t.channel for t in source.record.times))
    named = ", ".join(source.words(f"channel.{c.value}").lower() for c in ways)
    if Channel.ONLINE in ways:
        answer.lines.append(source.words("online.yes"))
    elif ways:
        answer.lines.append(source.words("online.no", ways=named))
    else:
        answer.lines.append(source.words("online.unknown"))
    answer.fact("online", answer.lines[0], "ways")
    if source.guide:
        answer.lines = bullets(source.told("online"))
    found = relevant(source.record, source.query, ("ways", "steps", "papers"), bearing=rel.ONLINE, count=2, least=1.0)
    found = found or relevant(source.record, source.query, ("ways", "steps"), bearing=rel.ONLINE, count=2, least=0.0)
    for section, quote in found:
        answer.fact("online", quote, section)
        answer.quote(section, quote)
        if not source.guide or len(answer.lines) < 3:
            answer.lines.append(f"• {source.words('duration.also', who=source.who, text=quote)}")
    quote_guide(source, answer, "online")
    return answer


def form(source: Source) -> Answer:
    """Which printed form."""
    answer = Answer()
    for paper in source.record.papers:
        if paper.form and len(answer.lines) < 4:
            answer.lines.append(f"• {source.words('form.line', form=paper.form, name=shorten(paper.name, 200))}")
            answer.fact("form", paper.name, "papers")
            answer.quote("papers", shorten(paper.name, 400))
    if not answer.lines:
        answer.lines.append(source.words("form.missing"))
        also(source, answer, "form", EVERYWHERE, rel.FORM, least=0.0)
    return answer


FACETS: dict[Facet, Callable[[Source], Answer]] = {
    Facet.FEE: fee, Facet.DURATION: duration, Facet.WHERE: where, Facet.DOCUMENTS: documents, Facet.STEPS: steps,
    Facet.CONDITIONS: conditions, Facet.RESULT: result, Facet.ONLINE: online, Facet.FORM: form,
}  # fmt: skip
