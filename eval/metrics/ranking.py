"""Recall, MRR and nDCG of ranked codes, through ir_measures (pytrec_eval underneath)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import ir_measures
from ir_measures import RR, Success, nDCG

from eval.types import Item, Outcome

MEASURES = {"recall@1": Success @ 1, "recall@3": Success @ 3, "recall@5": Success @ 5, "recall@10": Success @ 10,
            "mrr@10": RR @ 10, "ndcg@10": nDCG @ 10}  # fmt: skip
"""recall@k: any acceptable code among the first k (as in the project's published figures)."""


def measure(outcome: Outcome, items: Sequence[Item], rankings: Mapping[str, Sequence[str]]) -> None:
    """Note every measure for every item; an item without any found code counts 0."""
    qrels = [
        ir_measures.Qrel(item.id, code, 2 if code in item.gold else 1) for item in items for code in sorted(item.right)
    ]
    runs = [
        ir_measures.ScoredDoc(item.id, code, float(-place))
        for item in items
        for place, code in enumerate(dict.fromkeys(rankings[item.id]))
    ]
    found = {(str(m.measure), m.query_id): m.value for m in ir_measures.iter_calc(list(MEASURES.values()), qrels, runs)}
    for item in items:
        for name, which in MEASURES.items():
            outcome.note(name, item, float(found.get((str(which), item.id), 0.0)))
