"""What to bring: the guide's list and the record's papers, of the person's case where it is known."""

from __future__ import annotations

from assistant.answering import figures as fig
from assistant.answering.beside import also
from assistant.answering.source import Answer, Source, bullets
from knowledge.text import folded_words, shorten
from knowledge.types import Paper

PAPERS_SHOWN = 8
OFFICIAL_SHOWN = 8
OFFICIAL_CHARS = 120
"""Under a guide's words: the names the desk uses, as the record has them."""


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
    also(source, answer, "document", ("papers", "conditions", "steps"), None, count=1, least=2.5)
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
