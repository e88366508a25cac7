"""The assembled assistant: before any import, whatever the status, across generations, with its store."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

import knowledge.library
from assistant import wiring
from assistant.pipeline import Step
from assistant.settings import Llm, Settings
from assistant.store.tables import AnswerRow
from assistant.types import Choice, Facet, Inbound, Reply, Status, Turn
from assistant.wiring import Assistant, build
from assistant.wording import load
from tests.assistant.llm.scripted import ScriptedModel
from tests.assistant.making import HOTLINE, WORDS
from tests.conftest import quiet


@pytest.fixture
def fresh(tmp_path: Path) -> Iterator[Assistant]:
    """An assistant before any import."""
    assistant = build(Settings(home=tmp_path / "home"))
    yield assistant
    assistant.close()


@pytest.fixture
def small(fresh: Assistant, catalogue_file: Path) -> Assistant:
    """The same with four records."""
    fresh.library.import_paths([catalogue_file], quiet)
    return fresh


def rows(assistant: Assistant) -> list[AnswerRow]:
    with Session(assistant.library.catalogue.engine) as session:
        return list(session.scalars(select(AnswerRow).order_by(AnswerRow.at)))


@pytest.mark.parametrize("text", ["đăng ký khai sinh", "xin chào", ""])
def test_before_any_import_the_reply_says_so(fresh: Assistant, text: str) -> None:
    reply = fresh.ask(Inbound("1", text))
    assert reply.status is Status.ERROR
    assert reply.text == WORDS("problem.not_ready", hotline=HOTLINE)
    assert reply.handoff
    assert reply.handoff.reason == "error"
    assert not fresh.known("1.001193")
    assert rows(fresh) == []
    assert fresh.answer(Inbound("1", text)).reply.status is Status.ERROR


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("đăng ký kết hôn", Status.ANSWERED),
        ("xin chào", Status.SMALLTALK),
        ("giá vàng hôm nay", Status.DECLINED),
        ("tôi muốn gặp người", Status.HANDOFF),
        ("nhà đang cháy gọi ai", Status.HANDOFF),
        ("qwxzj pkrtv", Status.NOT_FOUND),
        ("", Status.ERROR),
        ("我想给孩子办出生登记", Status.HANDOFF),
    ],
)
def test_at_least_ten_candidates_whatever_the_status(bundled: Assistant, text: str, status: Status) -> None:
    reply = bundled.ask(Inbound("1", text))
    assert reply.status is status
    codes = [candidate.code for candidate in reply.candidates]
    assert len(set(codes)) == len(codes) >= 10
    assert reply.language == "vi"
    if reply.procedure:
        assert codes[0] == reply.procedure.code


@pytest.mark.parametrize(
    ("starter", "code"),
    [
        ("birth", "1.001193"),
        ("death", "1.000656"),
        ("marriage", "1.000894"),
        ("card", "1.014064"),
        ("land", "1.013978"),
        ("shop", "1.001612"),
    ],
)
def test_the_page_s_situations_lead_to_the_ordinary_procedure(bundled: Assistant, starter: str, code: str) -> None:
    reply = bundled.ask(Inbound("1", load("vi", "pages")(f"starters.{starter}.ask")))
    assert reply.status is Status.ANSWERED
    assert reply.procedure
    assert reply.procedure.code == code


def test_a_quotation_and_a_tap_have_candidates_too(bundled: Assistant) -> None:
    quoted = bundled.ask(Inbound("1", "chờ mãi không thấy mã OTP thì kiểm tra gì trước"))
    assert quoted.citations[0].code.startswith("ma-otp#")
    assert len(quoted.candidates) >= 10
    tapped = bundled.ask(Inbound("1", "", choice=Choice("Lệ phí", "1.000894")))
    assert tapped.candidates[0].code == "1.000894"
    assert len(tapped.candidates) >= 10


def test_the_first_message_learns_that_a_machine_speaks(bundled: Assistant) -> None:
    said = WORDS("disclosure.first")
    assert bundled.ask(Inbound("1", "xin chào", first=True)).text.startswith(f"{said}\n\n")
    assert said not in bundled.ask(Inbound("1", "xin chào")).text


def test_a_new_generation_is_picked_up(
    small: Assistant, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, catalogue_file: Path
) -> None:
    monkeypatch.setattr(knowledge.library, "LOOK_EVERY", 0.0)
    question = Inbound("1", "lệ phí đăng ký nuôi ong")
    assert "20.000 đồng/lần" in small.ask(question).text
    changed = tmp_path / "changed.jsonl"
    changed.write_text(catalogue_file.read_text("utf-8").replace("20000 VNĐ", "35000 VNĐ"), "utf-8")
    other = build(small.settings)  # another process imports while this one answers
    other.library.import_paths([changed], quiet)
    other.close()
    shown = small.ask(question).text
    assert "35.000 đồng/lần" in shown
    assert "20.000" not in shown


def test_answers_are_stored_with_their_quotes_and_nothing_of_the_person(small: Assistant) -> None:
    question = "tôi là Nguyễn Thị Mây, lệ phí đăng ký nuôi ong"
    answered = small.answer(Inbound("1", question, channel="web"), "talk")
    (row,) = rows(small)
    assert (row.id, row.status, row.code, row.facet, row.channel) == (answered.id, "answered", "9.000001", "fee", "web")
    assert row.text == answered.reply.text
    assert [c["quote"] for c in row.citations] == [c.quote for c in answered.reply.citations]
    assert any("20000 VNĐ (/lần)" in c["quote"] for c in row.citations)
    assert "Mây" not in str([getattr(row, column.key) for column in AnswerRow.__table__.columns])


def test_a_conversation_is_remembered_and_others_are_not_mixed_in(small: Assistant) -> None:
    small.answer(Inbound("1", "đăng ký nuôi ong"), "one")
    assert small.answer(Inbound("2", "thế phí bao nhiêu"), "two").reply.procedure is None
    again = build(small.settings)  # after a restart
    reply = again.answer(Inbound("3", "thế phí bao nhiêu"), "one").reply
    again.close()
    assert reply.procedure
    assert reply.procedure.code == "9.000001"
    assert small.answer(Inbound("4", "thế phí bao nhiêu")).reply.procedure is None


def test_feedback(small: Assistant) -> None:
    answered = small.answer(Inbound("1", "đăng ký nuôi ong"))
    assert small.feedback(answered.id, "up")
    assert small.feedback(answered.id, "down")
    assert not small.feedback("unknown", "up")
    assert [row.feedback for row in rows(small)] == ["down"]


def test_a_broken_step_is_apologised_for(small: Assistant, monkeypatch: pytest.MonkeyPatch) -> None:
    @dataclass(frozen=True, slots=True)
    class Burst:
        """A step that fails."""

        def __call__(self, turn: Turn) -> Turn | Reply:
            raise RuntimeError(f"secret {turn.inbound.text}")

    def broken(*_: object) -> tuple[Step, ...]:
        return (Burst(),)

    monkeypatch.setattr(wiring, "steps", broken)
    reply = small.ask(Inbound("1", "đăng ký nuôi ong"))
    assert reply.text == WORDS("problem.broken", hotline=HOTLINE)
    assert (reply.status, reply.handoff and reply.handoff.reason) == (Status.ERROR, "error")
    assert len(reply.candidates) == 4, "the nearest procedures all the same"
    assert reply.trace[-1].step == "Burst"


@pytest.mark.parametrize("question", ["bo toi mat hom qua gio lam giay gi", "bố tôi mất hôm qua giờ làm giấy gì"])
def test_the_first_promise_is_kept(bundled: Assistant, question: str) -> None:
    reply = bundled.ask(Inbound("1", question))
    assert reply.status is Status.ANSWERED
    assert reply.procedure is not None
    assert reply.procedure.code == "1.000656"
    fee = bundled.ask(Inbound("2", "thế lệ phí bao nhiêu"), reply.dialogue)
    assert fee.procedure == reply.procedure
    assert fee.facet is Facet.FEE


@pytest.mark.catalogue
def test_the_first_promise_is_kept_among_all_procedures(national: Assistant) -> None:
    reply = national.ask(Inbound("1", "bo toi mat hom qua gio lam giay gi"))
    assert reply.procedure is not None
    assert reply.procedure.code == "1.000656"
    assert reply.procedure.as_of.isoformat() == "2026-07-19"


def test_what_is_found_is_told_before_it_is_worded(
    tmp_path: Path, catalogue_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []
    model = ScriptedModel({"compose": {"sentences": [{"text": "Bạn nhé.", "rests_on": [99]}]}})
    monkeypatch.setattr(wiring, "open_model", lambda *_: model)
    assistant = build(Settings(home=tmp_path / "home", llm=Llm(write=True, skip_above=0.0)))
    assistant.library.import_paths([catalogue_file], quiet)
    reply = assistant.answer(Inbound("t", "đăng ký khai sinh"), "c", told.append).reply
    assistant.close()
    assert [prompt.name for prompt, _ in model.asked] == ["compose"]
    assert reply.procedure
    assert told == [reply.text.splitlines()[0]]
    assert not reply.worded, "the one sentence rests on nothing"
