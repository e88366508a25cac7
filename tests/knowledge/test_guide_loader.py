"""Guides: a head of facts, nine headings of plain words; a fault is refused with what to mend."""

from __future__ import annotations

import unicodedata
from datetime import date
from pathlib import Path

import pytest

from knowledge.errors import RecordRefused
from knowledge.loaders.guide import PARTS, digest, front_matter, is_guide, load, parse
from knowledge.types import Channel, Flag, Level, TimeUnit
from tests.fixtures import GUIDE


def test_a_guide_has_words_and_a_record_of_its_own() -> None:
    guide = parse(GUIDE)
    assert (guide.code, guide.title, guide.as_of) == ("9.000001", "Nuôi ong", date(2026, 7, 19))
    assert list(guide.parts) == list(PARTS)
    assert guide.parts["bring"] == "- Tờ khai theo Mẫu số 05."
    assert guide.asks == ("muốn nuôi đàn ong thì xin ở đâu", "xin giay nuoi ong")


def test_the_facts_of_the_head_become_a_record() -> None:
    record = parse(GUIDE).record
    assert (record.title, record.level, record.decision) == ("Thủ tục đăng ký nuôi ong", Level.COMMUNE, "12/QĐ-BTP")
    assert [(f.channel, f.amount) for f in record.fees] == [(Channel.DIRECT, 20000), (Channel.ONLINE, 10000)]
    assert {(t.channel, t.number, t.unit) for t in record.times} == {
        (Channel.DIRECT, 3.0, TimeUnit.WORKING_DAY), (Channel.ONLINE, 3.0, TimeUnit.WORKING_DAY),
    }  # fmt: skip
    assert [(p.name, p.form, p.originals) for p in record.papers] == [("Tờ khai", "Mẫu số 05", 1)]
    assert [(r.number, r.title) for r in record.legal] == [("12/2020/QH14", "Luật Thử nghiệm")]


def test_a_time_limit_without_number_and_words_is_a_doubt() -> None:
    unclear = GUIDE.replace("number: 3, unit: working_day", "number: null, unit: unclear")
    assert Flag.TIME_UNCLEAR in parse(unclear).record.flags
    assert parse(GUIDE).record.flags == ()


@pytest.mark.parametrize("heading", PARTS.values())
def test_each_heading_is_needed(heading: str) -> None:
    with pytest.raises(RecordRefused, match=f"heading missing: ## {heading}"):
        parse(GUIDE.replace(f"## {heading}\n", ""))


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("---\ncode", "code", "no front matter"),
        ("## Bao lâu", "## Bao lau", "unknown heading: ## Bao lau"),
        ("level: commune", "level: district", "level"),
        ("amount: 20000", "amount: hai mươi nghìn", "fees.0.amount"),
        ("as_of: 2026-07-19", "as_of: hôm qua", "as_of"),
        ("area: ho-tich\n", "", "area: Field required"),
        ("area: ho-tich", "area: ho-tich\nprice: 5", "price"),
        ("papers:", "papers: [", "front matter is not valid YAML"),
    ],
)
def test_a_fault_is_refused_with_what_to_mend(old: str, new: str, reason: str) -> None:
    assert old in GUIDE
    with pytest.raises(RecordRefused, match=reason):
        parse(GUIDE.replace(old, new, 1))


@pytest.mark.parametrize(
    "data",
    [
        GUIDE.encode(), GUIDE.encode("utf-8-sig"), GUIDE.replace("\n", "\r\n").encode(),
        unicodedata.normalize("NFD", GUIDE).encode(), GUIDE.replace("Nuôi ong", "Nuôi\u200b ong").encode(),
    ],
)  # fmt: skip
def test_every_usual_form_of_the_file_gives_the_same_guide(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "g.md"
    path.write_bytes(data)
    assert load(path) == parse(GUIDE)
    assert is_guide(path.read_text("utf-8-sig"))


def test_a_guide_that_is_not_utf_8_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "g.md"
    path.write_bytes(GUIDE.encode("utf-16"))
    with pytest.raises(RecordRefused, match="not UTF-8"):
        load(path)


@pytest.mark.parametrize("text", ["", "# Bài học", "---\ntitle: Bài học\n---\nNội dung", "---\n- code\n---\n"])
def test_other_markdown_is_no_guide(text: str) -> None:
    assert not is_guide(text)


def test_a_head_that_is_no_yaml_is_refused_not_taken_for_text() -> None:
    with pytest.raises(RecordRefused, match="not valid YAML"):
        is_guide("---\ncode: [\n---\n")


def test_front_matter_is_parted_from_the_body() -> None:
    assert front_matter("---\ntitle: Bài\n---\n# Đầu\n") == ({"title": "Bài"}, "# Đầu\n")
    assert front_matter("# Đầu\n---\ntitle: Bài\n---\n") is None


def test_the_digest_follows_the_text() -> None:
    assert digest(GUIDE) == digest(GUIDE)
    assert digest(GUIDE) != digest(GUIDE + " ")
