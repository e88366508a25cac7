"""Is a sentence that a model wrote borne by what it says it rests on? Rules alone; one fault and it is not shown."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from assistant.types import Draft, Statement
from assistant.writing.claims import (
    Support,
    alike,
    bare,
    begins,
    cases_in,
    kinds_in,
    lists,
    misplaced,
    negations,
    offices,
    only_owned,
    plain,
    soft,
    softly_said,
    spoken_numbers,
    stands,
    topics_in,
    unborne,
    undenied,
    without_claims,
    without_offices,
)
from assistant.writing.statements import clauses_of, units
from knowledge.text import figures, fold, folded_words, has_accents, in_order, words

LONGEST, MOST_WORDS = 420, 75
"""Characters and words of a sentence."""
FOREIGN = 0.25
"""Share of words that no Vietnamese syllable looks like, above which it is another language."""
NEW_WORDS, NEW_IN_CLAUSE = 0.34, 0.5
"""Share of the telling words, of a sentence and of each clause, that stand neither in the support nor in the question
nor among the everyday ones, above which it says more than its support."""
PROMPT_WORDS = 7
"""So many words in a row of the prompt are a leak."""
DENIED = 0.6
"""Share of a denying clause's words that the part of the record must hold."""
DENIED_NEXT, DENIED_NEAR = 2, 6
"""Words behind a denial that it denies, in a clause and in the record."""
ORDERED, LEAST_ORDERED = 0.7, 2
"""Share of a clause's telling words that must stand in one part of the record in the same order; from so many words."""
BEGUN = 0.6
"""Share of the words behind "kể từ" that must stand behind it in the record."""
TOLD = 0.5
"""Share of a needed statement's words that must be told."""
_SYLLABLE = re.compile(
    r"(?:ngh|ng|nh|ch|gh|gi|kh|ph|qu|th|tr|[bcdghklmnpqrstvx])?[aeiouy]{1,3}(?:ng|nh|ch|[cmnpt])?", re.IGNORECASE
)
VALUED = frozenset({"money", "time", "place"})
"""Topics whose values are of that kind."""
_MARKUP = re.compile(
    r"[<>`{}\[\]\\|*_#~]|\]\(|https?:|www\.|\n|[\U0001f000-\U0001faff\u2600-\u27bf\ufe0f\u200b-\u200f]"
)
_OTHER_SCRIPT = re.compile(
    r"[^\x20-\u024f\u0300-\u036f\u1e00-\u1eff\u2010-\u2027\u2030-\u205e\u20a0-\u20bf\u2100-\u22ff\u2713]"
)
"""What no Vietnamese sentence holds: letters of another script, characters that nobody sees."""
_NO_SENTENCE = re.compile(r":\s*$|=")
"""A name that speaks and says nothing more, or a formula."""
KIND_WORDS = 20
"""Words of a courtesy, at most."""
_TELLING = 2
"""Letters from which a word tells."""


@dataclass(frozen=True)
class Grounds:
    """What one sentence is held against."""

    rests_on: tuple[Statement, ...]
    draft: Draft
    everyday: frozenset[str]
    """Words that say nothing of their own."""
    courtesy: frozenset[str]
    """Words of courtesies."""
    glue: frozenset[str]
    """Words that may stand anywhere: who is spoken to, politeness, what joins."""
    relations: frozenset[str]
    """Words that turn a sense round: before, after, or, only, all."""
    instructions: frozenset[str]
    """Runs of words of the prompts."""
    allowed: str
    """What the operator lets any answer say (hotline)."""
    question: str

    @cached_property
    def about(self) -> str:
        """What every clause may speak of: the procedure's names, what is asked for."""
        procedure = self.draft.reply.procedure
        return "\n".join((self.draft.heading, self.draft.name, procedure.title if procedure else "", self.allowed))

    @cached_property
    def whole(self) -> Support:
        """All statements together."""
        return Support.of("\n".join((self.about, *(s.text for s in self.rests_on))))

    @cached_property
    def parts(self) -> tuple[tuple[Support, Support], ...]:
        """(what belongs together alone, the same with what every clause may speak of)"""
        each = (unit for s in self.rests_on for unit in units(s))
        return tuple((Support.of(unit), Support.of(f"{self.about}\n{unit}")) for unit in each)

    @cached_property
    def asked(self) -> Support:
        """The person's own words."""
        return Support.of(self.question)

    @cached_property
    def pairs(self) -> frozenset[tuple[str, str]]:
        """Neighbouring words of the statements."""
        return frozenset(pairwise(self.whole.text.split()))

    def new_in(self, said: Sequence[str]) -> list[str]:
        """The words that are neither everyday ones nor the person's nor stand beside the same neighbour in the record.

        A syllable alone tells little: "kiện" of "điều kiện" bears no "kiện ra tòa".
        """
        new = []
        for before, word, after in zip(("", *said), said, (*said[1:], ""), strict=False):
            known = word in self.everyday or word in self.asked.words
            known = known or (not has_accents(self.question) and fold(word) in self.asked.words)
            beside = (before, word) in self.pairs or (word, after) in self.pairs
            lone = before in self.everyday and after in self.everyday and word in self.whole.words and len(said) < LONE
            if not (known or beside or lone):
                new.append(word)
        return new


LONE = 4
"""In a clause of fewer telling words a single word of the record may stand alone."""


def faults_of(sentence: str, grounds: Grounds) -> list[str]:
    """What is wrong with a filled sentence; empty: it may be shown."""
    said = folded_words(sentence)
    faults = ["markup"] if _MARKUP.search(_without_addresses(sentence, grounds.rests_on)) else []
    held = "".join(statement.text for statement in grounds.rests_on)
    faults += ["script"] if any(character not in held for character in _OTHER_SCRIPT.findall(sentence)) else []
    faults += ["markup"] if _NO_SENTENCE.search(sentence) and "=" not in held else []
    faults += ["long"] if len(sentence) > LONGEST or len(said) > MOST_WORDS else []
    faults += ["language"] if not vietnamese(sentence, grounds.whole) else []
    faults += ["prompt"] if runs(said) & grounds.instructions - runs(folded_words(grounds.whole.text)) else []
    faults += unborne(sentence, grounds.whole, grounds.asked)
    faults += [fault for clause in clauses_of(sentence) for fault in _mixed(clause, grounds)]
    faults += [f"undenied {clause}" for clause in clauses_of(sentence) if _undenied(clause, sentence, grounds)]
    for part, most in ((sentence, NEW_WORDS), *((clause, NEW_IN_CLAUSE) for clause in clauses_of(sentence))):
        said_here = [w for w in words(part) if w.isalpha() and len(w) >= _TELLING]
        telling = [w for w in said_here if w not in grounds.everyday]
        new = grounds.new_in(said_here)
        faults += [f"more {' '.join(new[:4])}"] if len(new) > max(1, most * len(telling)) else []
    return faults


def _mixed(clause: str, grounds: Grounds) -> Iterator[str]:
    """A value beside what it is not the value of ("nộp trực tiếp" with the fee of "nộp qua mạng"); a claim without a
    figure that no part bears alone; a denial that no part denies in the same words.
    """
    said = f" {plain(clause)} "
    values = [f" {place} " for place in offices(said)]
    numbers = sorted(figures(clause) | {str(value) for _, value in spoken_numbers(said)})
    homes = [[part for part in grounds.parts if n in part[1].figures] for n in numbers]
    cases, about = cases_in(without_offices(said)), topics_in(said)
    if any(not any(not unborne(" ".join(cases), wide) for _, wide in each) for each in homes):
        yield f"mixed case {clause}"
    homes += [[part for part in grounds.parts if stands(value, part[1])] for value in values]
    if about and any(all(_of_another(about, alone) for alone, _ in each) for each in homes if each):
        yield f"mixed topic {clause}"
    named = any(
        about & topics_in(part.text) & VALUED and part.figures & set(numbers) for each in homes for part, _ in each
    )
    if homes and about & VALUED and not about & kinds_in(said) and not named:
        yield f"mixed kind {clause}"
    beside = [alone for each in homes for alone, _ in each] or [alone for alone, _ in grounds.parts]
    if softly_said(clause) and all(soft(clause, alone) for alone in beside):
        yield f"unborne {clause}"
    if any(bare(clause, [part.text for part, _ in each]) for each in homes if each):
        yield f"bare {clause}"
    if any(misplaced(n, said, [p.text for p, _ in each]) for n, each in zip(numbers, homes, strict=False) if each):
        yield f"misplaced {clause}"
    if only_owned(said, [part.text for part, _ in grounds.parts]):
        yield f"owner {clause}"
    if "time" in kinds_in(said):
        yield from _timed(clause, said, homes)
    yield from _reworded(clause, grounds)
    denied = negations(clause)
    empty = grounds.everyday | grounds.glue
    if denied and not any(
        _denies(said, denied, alone, grounds.courtesy) and _denies_that(said, denied, alone, empty)
        for alone, _ in grounds.parts
    ):
        yield f"denied {clause}"


def _undenied(clause: str, sentence: str, grounds: Grounds) -> bool:
    """Whether a clause says plainly what the record denies, or what each part with the sentence's figures denies."""
    said, numbers = f" {plain(clause)} ", figures(sentence)
    near = [alone.text for alone, _ in grounds.parts if numbers and numbers <= alone.figures]
    return bool(undenied(said, grounds.whole.text)) or (bool(near) and all(undenied(said, one) for one in near))


def _timed(clause: str, said: str, homes: Sequence[Sequence[tuple[Support, Support]]]) -> Iterator[str]:
    """A time counted from something else than in the record; a time to keep that the record does not ask to keep."""
    parts = [alone for each in homes for alone, _ in each]
    for begun in begins(said):
        held = [frozenset(" ".join(map(" ".join, begins(part.text))).split()) for part in parts]
        if parts and not any(sum(w in one for w in begun) >= BEGUN * len(begun) for one in held):
            yield f"start {clause}"
    if lists().deadline.search(said) and parts and not any(lists().keeps.search(part.text) for part in parts):
        yield f"deadline {clause}"


def _reworded(clause: str, grounds: Grounds) -> Iterator[str]:
    """A clause that says with the record's words what the record does not say: its telling words must stand in one part
    in the same order, and its words of relation ("trước", "hoặc", "chỉ") in the same part.
    """
    told = alike(without_claims(clause)).split()
    said = [w for w in told if w in grounds.relations or not (w in grounds.glue or w in grounds.everyday)]
    relations = [w for w in said if w in grounds.relations]
    if len(said) < LEAST_ORDERED:
        relations = [w for w in relations if w not in lists().placing]
        if relations and not any(set(relations) <= set(alike(wide.text).split()) for _, wide in grounds.parts):
            yield f"relation {clause}"
        return
    need = ORDERED * len(said)
    named = " ".join(cases_in(without_offices(f" {plain(clause)} ")))
    homes = [
        wide
        for _, wide in grounds.parts
        if not unborne(named, wide, grounds.asked) and in_order(said, alike(wide.text).split()) >= need
    ]
    if not homes:
        yield f"order {clause}"
    elif not any(set(relations) <= set(alike(wide.text).split()) for wide in homes):
        yield f"relation {clause}"


def _of_another(about: frozenset[str], part: Support) -> bool:
    """Whether a part of the record is about something else than a clause says."""
    of_part = topics_in(part.text)
    return bool(of_part) and not of_part & about


def _denies(said: str, denied: frozenset[str], part: Support, kind_words: frozenset[str]) -> bool:
    """Whether a part of the record denies the same, in most of the clause's words."""
    telling = [w for w in said.split() if len(w) >= _TELLING and w not in kind_words]
    held = sum(w in part.words for w in telling)
    return all(f" {one} " in part.text for one in denied) and held >= DENIED * len(telling)


def _denies_that(said: str, denied: frozenset[str], part: Support, empty: frozenset[str]) -> bool:
    """Whether the first telling word behind each denial stands near it in the record too."""
    for one in denied:
        after = [w for w in said.partition(f" {one} ")[2].split()[:DENIED_NEXT] if w not in empty][:1]
        near = part.text.partition(f" {one} ")[2].split()[:DENIED_NEAR]
        if after and after[0] not in near:
            return False
    return True


def _without_addresses(sentence: str, rests_on: Sequence[Statement]) -> str:
    """An address that the record itself gives is no markup."""
    addresses = (word for s in rests_on for word in s.text.split() if "." in word and "/" in word)
    for address in addresses:
        sentence = sentence.replace(address, "")
    return sentence


def courteous(sentence: str, kind_words: frozenset[str]) -> bool:
    """Whether a sentence is a courtesy and nothing else: it needs no support."""
    said = words(sentence)
    return 1 < len(said) <= KIND_WORDS and all(word in kind_words for word in said) and not _unplain(sentence)


def wishes(sentence: str, kind_words: frozenset[str], question: str) -> bool:
    """Whether a sentence wishes well in the words of courtesies and of the person, and claims nothing."""
    said = f" {plain(sentence)} "
    claims = unborne(sentence, Support.of(question)) or topics_in(said) or negations(sentence) or figures(sentence)
    return (
        lists().wish.match(said.lstrip()) is not None
        and courteous(sentence, kind_words | frozenset(words(question)))
        and not claims
        and not offices(said)
    )


def _unplain(sentence: str) -> bool:
    return any(pattern.search(sentence) for pattern in (_MARKUP, _OTHER_SCRIPT, _NO_SENTENCE))


def vietnamese(sentence: str, support: Support) -> bool:
    """Whether a sentence reads as Vietnamese with its accents; words of the record are of any language."""
    own = [w for w in plain(sentence).split() if w not in support.words and w.isalpha()]
    foreign = [w for w in own if not _SYLLABLE.fullmatch(fold(w))]
    bare = len(own) > 1 and not has_accents(sentence)
    return not bare and len(foreign) <= FOREIGN * max(len(own), 4)


def runs(said: Sequence[str], length: int = PROMPT_WORDS) -> frozenset[str]:
    """All runs of so many words."""
    return frozenset(" ".join(said[n : n + length]) for n in range(len(said) - length + 1))


def told_fully(statement: Statement, sentences: Sequence[str]) -> bool:
    """Whether sentences that rest on a statement tell all of it that must be told: its claims and most of its words."""
    together = Support.of(" ".join(sentences))
    if not sentences or unborne(statement.text, together):
        return False
    telling = {w for w in plain(statement.text).split() if len(w) >= _TELLING}
    return len(telling & together.words) >= TOLD * len(telling)


def listed_words(text: str) -> frozenset[str]:
    """A list of words as the checks use it."""
    return frozenset(words(text))
