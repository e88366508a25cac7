"""One function a facet: the guide's words first where there is a guide, the record's facts always."""

from __future__ import annotations

import re
from collections.abc import Callable

from assistant.answering import figures as fig
from assistant.answering import implied
from assistant.answering import relevant as rel
from assistant.answering.pieces import EVERYWHERE, pieces_of
from assistant.answering.relevant import relevant
from assistant.answering.source import Answer, Source, bullets
from assistant.dialogue import Facet
from knowledge.text import figures, fold, folded_words, one_line, sentences, shorten
from knowledge.types import Channel, Flag, Paper

PAPERS_SHOWN = 8
OFFICIAL_SHOWN = 8
OFFICIAL_CHARS = 120
"""Under a guide's words: the names the desk uses, as the record has them."""
CASES_SHOWN = 2
STEPS_SHOWN = 6
STEP_CHARS = 170


def _also(source: Source, answer: Answer, kind: str, names: tuple[str, ...], bearing: re.Pattern[str] | None,
          *, count: int = 2, least: float = 1.5) -> None:  # fmt: skip
    """Add the record's sentences that bear on the question."""
    shown = figures("\n".join(answer.lines))
    about = source.telling if bearing is rel.TIME else None
    found = relevant(source.record, source.query, names, bearing=bearing, count=count, least=least, about=about)
    for section, quote in found:
        answer.fact(kind, quote, section)
        answer.quote(section, quote)
        if quote not in "\n".join(answer.lines) and (bearing is not rel.TIME or figures(quote) - shown):
            answer.lines.append(f"• {source.words('duration.also', who=source.who, text=quote)}")


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
        _also(source, answer, "fee", EVERYWHERE, rel.MONEY)
    _quote_guide(source, answer, "cost")
    answer.doubts += fig.fee_doubts(source)
    return answer


def _quote_guide(source: Source, answer: Answer, part: str) -> None:
    """Where no catalogue is imported the guide stands for the record: its words are what the answer rests on."""
    if source.guide and source.guide.record is source.record and not answer.quotes:
        answer.quote("ways", source.told(part))


def _record_words(source: Source) -> list[str]:
    """Under a guide's words about money: the record's own, shortened, once."""
    told = (rel.telling(f.text, source.query, source.record.as_of, 240) for f in source.record.fees if f.text)
    texts = {fold(text).strip("( ")[:60]: text for text in told if rel.MONEY.search(text)}
    return [f"• {source.words('duration.also', who=source.who, text=text)}" for text in list(texts.values())[:3]]


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
    _also(source, answer, "duration", ("papers", "conditions", "steps", "ways"), rel.TIME, count=more, least=1.0)
    if source.guide and (when := source.told("when")) and re.search(r"\d", when):
        answer.lines += [f"• {s}" for s in sentences(when) if re.search(r"\d", s)][:1]
    _quote_guide(source, answer, "duration")
    answer.doubt(source.record, Flag.TIME_UNCLEAR)
    return answer


_UNTIL_ASKED = re.compile(
    r"\b(?:han (?:chot|nop|cuoi|cung|la|lam|bao)|het han|(?:truoc|sau) (?:may|bao nhieu|bao)|tre nhat|cham nhat|muon nhat"
    r"|qua han|tre han|bao truoc|khai truoc|nop truoc|trong (?:vong|may|bao)|ke tu|deadline|con kip|den (?:khi nao|bao gio))\b"
)
"""What asks until when something must be done (folded)."""
_UNTIL_TOLD = re.compile(r"\d.*(?:chậm nhất|trong|trước|kể từ|quá hạn|hạn)|(?:chậm nhất|trong|trước|quá|hạn).*\d", re.IGNORECASE)


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


def documents(source: Source) -> Answer:
    """What to bring."""
    answer = Answer()
    papers = [p for p in source.record.papers if not p.note]
    for paper in papers:
        answer.fact(
            "document", fig.paper_line(source, paper) if len(paper.name) <= fig.PAPER_CHARS else paper.name, "papers"
        )
    answer.quote("papers", shorten("; ".join(p.name for p in papers), 700))
    if source.guide:
        answer.lines = bullets(source.told("bring"))
        named = {p.name: fig.paper_name(p.name, OFFICIAL_CHARS).rstrip(".;: …") for p in papers}
        real = [p for p in papers if not fig.REMARK.match(named[p.name])]
        names = [named[p.name] for p in _asked_papers(source, real, OFFICIAL_SHOWN)]
        if names:
            answer.lines.append(source.words("documents.official", names="; ".join(dict.fromkeys(names))))
    else:
        answer.lines = _paper_lines(source, papers)
    _also(source, answer, "document", ("papers", "conditions", "steps"), None, count=1, least=2.5)
    if not answer.lines:
        answer.lines.append(source.words("documents.missing"))
    return answer


def _overlap(source: Source, paper: Paper) -> int:
    return len(source.meant & set(folded_words(f"{paper.case} {paper.name}")))


def _asked_papers(source: Source, papers: list[Paper], count: int) -> list[Paper]:
    """The papers that share most words with the question, in the record's order."""
    best = sorted(range(len(papers)), key=lambda n: (-_overlap(source, papers[n]), n))[:count]
    return [papers[n] for n in sorted(best)]


def _paper_lines(source: Source, papers: list[Paper]) -> list[str]:
    """The papers under their headings, each once; where the person's case is known, of that case alone."""
    lines: list[str] = []
    case, meant = "", _of_case(source, papers)
    for paper in _asked_papers(source, meant, PAPERS_SHOWN):
        line = f"• {fig.paper_line(source, paper)}"
        if line in lines:
            continue
        if paper.case and paper.case != case:
            case = paper.case
            lines.append(source.words("documents.case", case=shorten(case, 120)))
        lines.append(line)
    if len(meant) < len(papers):
        lines.append(source.words("documents.other_cases"))
    elif len(papers) > PAPERS_SHOWN:
        lines.append(source.words("documents.more"))
    return lines


def _of_case(source: Source, papers: list[Paper]) -> list[Paper]:
    """The papers under the one heading that says most of what the person said, and those under none; else all."""
    headings = list(dict.fromkeys(paper.case for paper in papers if paper.case))
    if len(headings) < 2:
        return papers
    said = {heading: set(folded_words(heading)) for heading in headings}
    everywhere = set.intersection(*said.values())
    met = {heading: len(source.meant & words - everywhere) for heading, words in said.items()}
    best = max(met.values())
    if not best or sum(count == best for count in met.values()) > 1:
        return papers
    return [paper for paper in papers if not paper.case or met[paper.case] == best]


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
    _also(source, answer, "step", ("steps", "papers", "conditions"), None, count=2, least=3.0)
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
    _quote_guide(source, answer, "online")
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
        _also(source, answer, "form", EVERYWHERE, rel.FORM, least=0.0)
    return answer


FACETS: dict[Facet, Callable[[Source], Answer]] = {
    Facet.FEE: fee, Facet.DURATION: duration, Facet.WHERE: where, Facet.DOCUMENTS: documents, Facet.STEPS: steps,
    Facet.CONDITIONS: conditions, Facet.RESULT: result, Facet.ONLINE: online, Facet.FORM: form,
}  # fmt: skip
