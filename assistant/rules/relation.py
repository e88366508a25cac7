"""Which procedure does a message in a conversation mean? A learned choice between explainable features.

A conditional logit over the contenders (McFadden 1974): each contender's features times one weight a feature, softmax
over all. `eval.train_relation` learned the weights (`relation.toml`) on conversations written for it
(`eval/suites/train/dialogue-*.jsonl`). "focus:" counts for the procedure talked about last, "earlier:" for those
before, "other:" for the rest; what follows is what the message is like, and after "=" what it says.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np

from assistant.rules import pointing
from assistant.types import Understanding
from knowledge.index.beside import Contender
from knowledge.text import folded_words, pairs

SHORT, MIDDLE, LONG = 4, 8, 13
"""Words of a message."""
MANY_OWN = 6
"""More words of its own than this count no more."""
BEARING = 3.0
_FOCUS = (
    "one", "on", "corrects", "paper", "facet", "opens", "new", "back", "points", "asks", "short", "middle", "long",
    "own_0", "own_1", "own_2", "own_4", "best", "chance", "match", "sentence", "record", "unmet", "variant", "names",
    "bears", "bears_new",
)  # fmt: skip
_EARLIER = ("one", "on", "corrects", "facet", "back", "points", "own_0", "own_2", "opens", "sentence", "best", "bears")
_OTHER = ("on", "corrects", "opens", "facet", "variant", "back", "middle")


@dataclass(frozen=True, slots=True)
class Scene:
    """A message and what it follows."""

    understood: Understanding
    best: Contender
    """What the message alone finds first."""
    variants: frozenset[str]
    """Of the procedure talked about last."""
    held: Mapping[str, tuple[float, float]]
    """Code -> share of the message's own words that one sentence of its record holds, and that all of it holds."""
    bears: Mapping[str, float]
    """Code -> log-odds that a sentence of its record answers the message (`assistant.answering.held`)."""


@cache
def weights() -> Mapping[str, float]:
    """The learned weights."""
    text = (files("assistant") / "rules" / "relation.toml").read_text("utf-8")
    learned: dict[str, float] = tomllib.loads(text)["weights"]
    return learned


def chances(scene: Scene, focus: str, earlier: Sequence[str], found: Sequence[Contender]) -> list[float]:
    """The probability of each contender to be the one meant."""
    learned = weights()
    rows = [features(scene, focus, earlier, one) for one in found]
    totals = np.array([sum(learned.get(name, 0.0) * value for name, value in row.items()) for row in rows])
    shares = np.exp(totals - totals.max())
    return [float(share) for share in shares / shares.sum()]


def features(scene: Scene, focus: str, earlier: Sequence[str], one: Contender) -> dict[str, float]:
    """Name -> value of what counts for one contender; values of about -4 to 3."""
    code, asked = one.hit.code, scene.understood.query.asked
    changed = bool((one.hit.variants & asked) - scene.variants)
    row = {
        "lead": one.lead / 5, "chance": one.hit.chance, "near": one.near / 3, "lead_near": one.lead_near / 5,
        "chance_near": one.chance_near, "score": one.hit.score / 20,
        "variant": float(bool(one.hit.variants & asked)), "variant_new": float(changed),
        "titled": _titled(scene.understood.own, one), "official": _titled(scene.understood.query.official, one),
    }  # fmt: skip
    like = message(scene, focus)
    words = {f"={token}": 1.0 for token in tokens(scene.understood.query.folded)}
    if code == focus:
        place = {f"focus:{name}": row[name] for name in ("lead", "titled", "official")}
        said = {f"focus:{name}": value for name, value in words.items()}
        return row | {f"focus:{name}": like[name] for name in _FOCUS} | place | said
    if code in earlier:
        like = like | {"sentence": scene.held.get(code, (0.0, 0.0))[0], "bears": scene.bears.get(code, 0.0) / BEARING}
        recent = {"earlier:recent": 1 / (1 + earlier.index(code)), "earlier:lead": row["lead"]}
        said = {f"earlier:{name}": value for name, value in words.items()}
        return row | {f"earlier:{name}": like[name] for name in _EARLIER} | recent | said
    told = {"near": row["near"], "lead": row["lead"], "chance_near": row["chance_near"]}
    changes = {"other:on:variant_new": like["on"] * changed, "other:corrects:variant_new": like["corrects"] * changed}
    return row | {f"other:{name}:{k}": like[name] * v for name in _OTHER for k, v in told.items()} | changes


def tokens(folded: str) -> list[str]:
    """What a message says, each once: folded words, pairs, the first and the last word."""
    said = folded.split()
    edges = [f"^{said[0]}", f"{said[-1]}$"] if said else []
    return list(dict.fromkeys((*said, *pairs(said), *edges)))


def _titled(words: Sequence[str], one: Contender) -> float:
    """Share of some folded words that a title, official or everyday, holds."""
    held = set(folded_words(f"{one.hit.title} {one.hit.plain}"))
    return sum(word in held for word in words) / len(words) if words else 0.0


def message(scene: Scene, focus: str) -> dict[str, float]:
    """What a message is like, whatever it means."""
    understood, cues = scene.understood, pointing()
    folded, own = understood.query.folded, len(understood.own)
    long = len(folded.split())
    sentence, record = scene.held.get(focus, (0.0, 0.0))
    best, bears = scene.best.hit, scene.bears.get(focus, 0.0) / BEARING
    flags = {
        "on": cues.cue("on", folded), "corrects": cues.cue("correction", folded) and own > 0,
        "paper": cues.cue("paper", folded), "facet": understood.facet_named, "opens": cues.cue("opens", folded),
        "new": cues.cue("new", folded), "back": cues.cue("back", folded), "points": cues.cue("points", folded),
        "asks": cues.cue("asks", folded), "short": long <= SHORT, "middle": long <= MIDDLE, "long": long >= LONG,
        "own_0": own == 0, "own_1": own <= 1, "own_2": own <= 2, "own_4": own >= 4,
        "variant": bool(understood.query.asked - scene.variants), "names": bool(understood.query.official),
    }  # fmt: skip
    return {name: float(flag) for name, flag in flags.items()} | {
        "one": 1.0, "best": best.score / 20, "chance": best.chance, "match": best.match, "sentence": sentence,
        "record": record, "unmet": (1 - record) * min(own, MANY_OWN) / MANY_OWN,
        "bears": bears, "bears_new": bears * (best.code != focus),
    }  # fmt: skip


REFUSED = re.compile(
    r"(?:chứ\s+|chu\s+)?(?:không phải|khong phai)(?: là| la)?\s[^,.;!?]*[,.;!?]?|(?:chứ không|chu khong)\s[^,.;!?]*",
    re.IGNORECASE,
)
"""What a correction says was not meant."""
