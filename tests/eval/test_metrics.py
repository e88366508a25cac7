"""Metrics against values worked out by hand."""

from __future__ import annotations

import math
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.types import Fact, Reply, Status
from eval.metrics import grounding, ranking
from eval.metrics.intervals import difference, interval
from eval.metrics.offices import foreign
from eval.types import Item, Outcome
from tests.assistant.making import procedure, ways


def measured(ranked: list[str], gold: tuple[str, ...], also: tuple[str, ...] = ()) -> dict[str, float]:
    outcome = Outcome("retrieval")
    item = Item("q", "?", "own", gold=gold, also_ok=also)
    ranking.measure(outcome, [item], {"q": ranked})
    return {metric: values["q"] for metric, values in outcome.scores.items()}


def test_the_right_one_first() -> None:
    assert measured(["a", "b", "c"], ("a",)) == pytest.approx(dict.fromkeys(ranking.MEASURES, 1.0))


def test_the_right_one_third() -> None:
    found = measured(["x", "y", "a"], ("a",))
    assert (found["recall@1"], found["recall@3"], found["recall@10"]) == (0.0, 1.0, 1.0)
    assert found["mrr@10"] == pytest.approx(1 / 3)
    assert found["ndcg@10"] == pytest.approx(1 / math.log2(4))


def test_an_acceptable_one_before_the_right_one() -> None:
    found = measured(["b", "a"], ("a",), ("b",))
    assert (found["recall@1"], found["mrr@10"]) == (1.0, 1.0)
    best = 2 / math.log2(2) + 1 / math.log2(3)
    assert found["ndcg@10"] == pytest.approx((1 / math.log2(2) + 2 / math.log2(3)) / best)


@pytest.mark.parametrize("ranked", [[], ["x", "y"], [*map(str, range(10)), "a"]], ids=["none", "wrong", "eleventh"])
def test_not_found_counts_nothing(ranked: list[str]) -> None:
    assert set(measured(ranked, ("a",)).values()) == {0.0}


def test_a_code_named_twice_counts_once() -> None:
    assert measured(["x", "x", "a"], ("a",))["mrr@10"] == pytest.approx(1 / 2)


def reply(text: str, *facts: str) -> Reply:
    return Reply(Status.ANSWERED, text, facts=tuple(Fact("fee", fact, "ways") for fact in facts))


@pytest.mark.parametrize(
    ("text", "fact", "held"),
    [
        ("Lệ phí 8.000 đồng", "8000 đồng", True),
        ("Lệ phí 8000 ĐỒNG", "8.000 đồng", True),
        ("trong 03 ngày", "3 ngày", True),
        ("Uỷ ban nhân dân", "Ủy ban nhân dân", True),
        ("20.000 đồng /  lần", "20.000 đồng/lần", True),
        ("Lệ phí 80.000 đồng", "8.000 đồng", False),
        ("13 ngày", "30 ngày", False),
        ("", "miễn", False),
    ],
)
def test_whether_a_fact_is_shown(text: str, fact: str, held: bool) -> None:
    assert grounding.holds(reply(text), fact) is held


def test_a_fact_may_stand_in_the_structured_facts() -> None:
    assert grounding.lists(reply("…", "8.000 đồng"), "8000 đồng")
    assert not grounding.holds(reply("…", "8.000 đồng"), "8000 đồng")


def test_figures_that_no_record_holds() -> None:
    one = procedure(cach_thuc_thuc_hien=ways("20000 VNĐ (/lần)"))
    assert one.as_of == date(2026, 7, 19)
    grounded = reply("20.000 đồng trong 3 ngày, bản ghi 19/07/2026, gọi 18001096")
    assert grounding.ungrounded(grounded, one, frozenset({"18001096"})) == frozenset()
    assert grounding.ungrounded(grounded, one, frozenset()) == {"18001096"}
    assert grounding.ungrounded(reply("25.000 đồng trong 4 ngày"), one, frozenset()) == {"25000", "4"}


@settings(max_examples=30, deadline=None)
@given(st.lists(st.floats(0, 1, allow_nan=False), min_size=2, max_size=60))
def test_the_interval_holds_the_mean(values: list[float]) -> None:
    found = interval(values)
    assert found.count == len(values)
    assert found.low - 1e-9 <= found.mean <= found.high + 1e-9
    assert min(values) - 1e-9 <= found.low
    assert found.high <= max(values) + 1e-9
    assert interval(values) == found, "the seed is fixed"


def test_more_questions_narrow_the_interval() -> None:
    few, many = interval([0.0, 1.0] * 5), interval([0.0, 1.0] * 200)
    assert many.high - many.low < few.high - few.low
    assert few.mean == many.mean == 0.5
    assert 0.4 < many.low < 0.5 < many.high < 0.6


def test_intervals_of_nothing_and_of_the_same() -> None:
    assert interval([]).count == 0
    assert math.isnan(interval([]).mean)
    same = interval([0.25] * 9)
    assert (same.mean, same.low, same.high) == (0.25, 0.25, 0.25)


def test_a_comparison_is_paired() -> None:
    change = difference({"a": 1.0, "b": 1.0, "new": 0.0}, {"a": 0.0, "b": 1.0, "old": 1.0})
    assert change
    assert (change.mean, change.count) == (0.5, 2)
    assert difference({"a": 1.0}, {"b": 1.0}) is None


def test_an_office_that_the_record_lacks_is_found() -> None:
    record = "Nộp tại Sở Tư pháp tỉnh, thành phố; Ủy ban nhân dân cấp xã; Ngân hàng Nhà nước Việt Nam"
    assert not foreign("Bạn nộp ở Sở Tư pháp nhé, hoặc Ngân hàng Nhà nước Việt Nam.", record)
    assert foreign("Bạn nộp ở Sở Ngoại vụ tỉnh Hà Xa.", record) == {"so ngoai", "tinh ha xa"}
    assert foreign("Bạn ra Ủy ban nhân dân huyện Mây Trắng.", record) == {"uy ban nhan dan huyen may trang"}
