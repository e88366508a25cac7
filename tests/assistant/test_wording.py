"""Every word a person can meet exists, is used, and is filled in completely."""

from __future__ import annotations

import re
import string
import unicodedata
from collections.abc import Iterable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.answering.assemble import NEXT
from assistant.dialogue import Facet
from assistant.errors import WordingMissing
from assistant.rules import scope, screening
from assistant.steps.verify import WORD_LISTS
from assistant.types import Role, Status
from assistant.wording import Wording, load
from knowledge.index import lexicon
from knowledge.types import Channel, Level, TimeUnit

ROOT = Path(__file__).parents[2]
LANGUAGES = sorted(path.stem for path in (ROOT / "prompts" / "languages").glob("*.toml"))
NOT_YET_SHOWN: set[str] = set()
"""Texts written for what no answer says yet; take the name out here when one does."""

SOURCE = "\n".join(p.read_text("utf-8") for p in (ROOT / "assistant").rglob("*.py"))


def shown_doubts() -> set[str]:
    """Names of the flags that an answer may show: those the answering modules name."""
    modules = (ROOT / "assistant" / "answering").glob("*.py")
    return {name.lower() for p in modules for name in re.findall(r"\bFlag\.([A-Z_]+)", p.read_text("utf-8"))}


def labels(*groups: str) -> Iterable[str]:
    return (rule.label for group in groups for rule in screening()[group])


def learned(kind: str) -> set[str]:
    """The reasons of one kind that the learned sorter can give."""
    found = scope.load().chances(lexicon.load().query(""), ())
    return {label.partition(":")[2] for label in found if label.startswith(f"{kind}:")}


def vocabulary() -> set[str]:
    """Names that are put together from a vocabulary: every member must have its text."""
    sections = ("steps", "ways", "papers", "conditions", "result", "legal", "offices", "applicants")
    emergencies = {f"emergency_{number}" for number in (*labels("emergency"), *learned("emergency"))}
    groups: dict[str, Iterable[str]] = {
        "status": Status,
        "facet": Facet,
        "button": Facet,
        "channel": Channel,
        "level": Level,
        "unit": [unit for unit in TimeUnit if unit is not TimeUnit.UNCLEAR],
        "doubt": shown_doubts(),
        "section": sections,
        "smalltalk": {*labels("smalltalk"), *learned("smalltalk")},
        "declined": {*labels("decline"), *learned("decline")},
        "reader": Role,
        "writing": WORD_LISTS,
        "handoff": {*labels("human", "stuck", "complaint"), *learned("handoff"), *emergencies},
    }
    return {f"{group}.{name}" for group, names in groups.items() for name in names}


@pytest.fixture(params=LANGUAGES)
def words(request: pytest.FixtureRequest) -> Wording:
    return load(request.param)


def test_every_member_of_every_vocabulary_has_its_wording(words: Wording) -> None:
    assert vocabulary() - set(words.texts) == set()
    assert {f"button.{facet.value}" for facet in NEXT} <= set(words.texts)


def test_every_text_is_used(words: Wording) -> None:
    literal = set(re.findall(r"""["'](\w+\.\w+)["']""", SOURCE))
    hints = {f"variant.{variant.name}" for variant in lexicon.load().variants}
    assert set(words.texts) - vocabulary() - literal - hints == NOT_YET_SHOWN


def test_every_text_that_the_code_names_exists(words: Wording) -> None:
    named = set(re.findall(r"""\bwords\(\s*["']([\w.]+)["']""", SOURCE))
    assert len(named) > 30, "the pattern finds the calls"
    assert named - set(words.texts) == set()


def test_texts_are_nfc_and_only_the_unknown_level_is_empty(words: Wording) -> None:
    assert [name for name, text in words.texts.items() if not unicodedata.is_normalized("NFC", text)] == []
    assert [name for name, text in words.texts.items() if not text.strip()] == ["level.unknown"]


def test_the_folders_hold_the_same_languages() -> None:
    assert "vi" in LANGUAGES
    assert sorted(path.stem for path in (ROOT / "prompts" / "pages").glob("*.toml")) == LANGUAGES


def test_a_text_with_its_variables() -> None:
    words = load("vi")
    assert words("fee.amount", amount="8.000") == "8.000 đồng"
    assert words.group("level")["commune"] == "cấp xã"


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("fee.amount", {}),
        ("fee.amount", {"amount": "1", "per": "lần"}),
        ("clarify.question", {"hotline": "1"}),
        ("no.such.text", {}),
    ],
)
def test_missing_and_extra_variables_raise(name: str, values: dict[str, str]) -> None:
    with pytest.raises(WordingMissing):
        load("vi")(name, **values)


def test_an_unknown_language_says_what_to_add() -> None:
    with pytest.raises(WordingMissing) as raised:
        load("xx")
    assert raised.value.advice == "Add prompts/languages/xx.toml"


@given(name=st.sampled_from(sorted(load("vi").texts)), value=st.text(max_size=30))
def test_values_are_put_in_as_they_are(name: str, value: str) -> None:
    words = load("vi")
    fields = {field for _, field, _, _ in string.Formatter().parse(words.texts[name]) if field}
    said = words(name, **dict.fromkeys(fields, value))
    assert said.count(value) >= len(fields)
    for field in fields:
        with pytest.raises(WordingMissing):
            words(name, **dict.fromkeys(fields - {field}, value))
