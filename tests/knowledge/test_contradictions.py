"""A guide that strays from the record is told where; one that agrees is left alone."""

from __future__ import annotations

from datetime import date

import pytest

from knowledge.contradictions import between
from knowledge.loaders.catalogue import to_procedure
from knowledge.loaders.guide import parse
from tests.fixtures import GUIDE, RECORDS

RECORD = to_procedure(RECORDS[0], date(2026, 7, 19))


def test_an_agreeing_guide_has_no_contradiction() -> None:
    assert between(parse(GUIDE), RECORD) == []


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("amount: 20000", "amount: 30000", "fee 30000 (direct)"),
        ("number: 3,", "number: 5,", "time limit 5 working_day (direct)"),
        ("unit: working_day", "unit: day", "time limit 3 day (direct)"),
        ("decision: 12/QĐ-BTP", "decision: 13/QĐ-BTP", "decision '13/QĐ-BTP'"),
        ("official_title: Thủ tục", "official_title: Việc", "official title differs"),
        ("3 ngày làm việc.", "3 ngày, có khi 7 ngày.", "figures that the record does not hold: 7"),
        ("Mẫu số 05}", "Mẫu số 06}", "figures that the record does not hold: 6"),
        ('per: lần, text: ""', 'per: lần, text: "thêm 999 đồng"', "figures that the record does not hold: 999"),
    ],
)
def test_each_kind_of_contradiction_is_named(old: str, new: str, said: str) -> None:
    assert old in GUIDE
    found = between(parse(GUIDE.replace(old, new, 1)), RECORD)
    assert any(said in line for line in found)
    assert all(line.startswith("9.000001 Nuôi ong: ") for line in found)


def test_hotlines_and_numbers_of_list_items_are_no_figures_of_the_record() -> None:
    steps = "".join(f"{n}. Làm tiếp.\n" for n in range(1, 10))
    assert between(parse(GUIDE.replace("1. Nộp tờ khai.\n", f"{steps}Gọi 18001096 hoặc 1022.\n")), RECORD) == []
