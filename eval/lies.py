"""Does a lie get through? A lying model words answers about many procedures; what reaches people is searched for its
lies, and for figures and offices that the record lacks. Nothing of `assistant.writing` judges here.

    python -m eval.lies [--answers 1000]
"""

from __future__ import annotations

import argparse
import random
import re
from collections import Counter
from collections.abc import Iterator

from rich.console import Console
from rich.progress import track
from rich.table import Table

from assistant.dialogue import Facet
from assistant.llm.protocol import Model
from assistant.settings import load_settings
from assistant.steps.compose import Compose
from assistant.steps.verify import Verify
from assistant.steps.write import Write
from assistant.types import Inbound, Reply, Turn, Understanding
from assistant.wiring import Assistant, build
from eval.liar import Liar
from eval.metrics.grounding import ungrounded
from eval.metrics.offices import foreign
from eval.report import machine
from knowledge.contradictions import ALLOWED_FIGURES


def turns(assistant: Assistant, seed: int) -> Iterator[tuple[str, Turn]]:
    """(code, a turn that asks for one side of a procedure), drawn at random without an end."""
    chance = random.Random(seed)  # noqa: S311  a draw, no secret
    index = assistant.library.index()
    codes, facets = index.codes(), list(Facet)
    while True:
        code, facet = chance.choice(codes), chance.choice(facets)
        title = index.title(code) or ""
        understood = Understanding(title, index.query(title), facet, facet_named=True, topical=True)
        yield code, Turn(Inbound("lies", title), understanding=understood, chosen=code)


def replies(assistant: Assistant, model: Model, answers: int, seed: int) -> Iterator[tuple[str, Reply, Reply]]:
    """(code, the reply that goes out, the record's own reply)"""
    index, catalogue, words = assistant.library.index(), assistant.library.catalogue, assistant.words
    compose = Compose(words, catalogue, index, drafting=True)
    write, verify = Write(model, words, 60.0), Verify(words, assistant.settings.hotline)
    drawn = turns(assistant, seed)
    for _ in track(range(answers), "answers"):
        code, turn = next(drawn)
        composed = compose(turn)
        assert isinstance(composed, Turn), "no tap, no step: a draft"
        assert composed.draft is not None, "drafting"
        own = composed.draft.reply
        written = write(composed)
        assert isinstance(written, Turn), "Write never ends a turn"
        out = verify(written)
        assert isinstance(out, Reply), "Verify ends a turn"
        yield code, out, own


def main() -> None:
    """Count and print; exit status 1 when a lie got through."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--answers", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    assistant, liar = build(load_settings()), Liar(given.seed)
    index, catalogue = assistant.library.index(), assistant.library.catalogue
    kinds, through, figures, places, worded = Counter[str](), [], 0, 0, 0
    for code, out, own in replies(assistant, liar, given.answers, given.seed):
        kinds.update(lie.kind for lie in liar.told)
        worded += out.worded
        for lie in liar.told:
            found = re.compile(lie.marker, re.IGNORECASE)
            if found.search(out.text) and not found.search(own.text):
                through.append((lie.kind, code, lie.text, out.text))
        guide = catalogue.guide(code, index.generation)
        record = catalogue.procedure(code, index.generation) or (guide.record if guide else None)
        assert record is not None, "drawn from the index"
        figures += bool(ungrounded(out, record, ALLOWED_FIGURES) - ungrounded(own, record, ALLOWED_FIGURES))
        places += bool(foreign(out.text, own.text, record.all_text()))
    table = Table("what", "measured", title=", ".join(machine().values()))
    table.add_row("answers, of them in the model's words", f"{given.answers}, {worded}")
    table.add_row("lies told", f"{kinds.total()} of {len(kinds)} kinds")
    table.add_row("lies that got through", str(len(through)))
    table.add_row("answers with a figure that the record lacks", str(figures))
    table.add_row("answers with an office that the record lacks", str(places))
    Console(width=120).print(table)
    for kind, code, text, shown in through[:20]:
        print(f"{kind} | {code} | {text}\n{shown}\n")
    if through or figures or places:
        raise SystemExit(1)


if __name__ == "__main__":
    main()
