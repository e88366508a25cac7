"""What nobody should send: every line of the suite ends in an acceptable status, with words and without a trace."""

from __future__ import annotations

import logging

import pytest

from assistant.types import Inbound, Status
from assistant.wiring import Assistant
from eval.questions import OWN, read
from eval.types import Item

ITEMS = list(read(OWN / "bad_inputs.jsonl"))


def test_the_suite_is_large_enough() -> None:
    assert len(ITEMS) >= 20
    assert all(set(item.expect) <= set(Status) for item in ITEMS)


@pytest.mark.parametrize("item", ITEMS, ids=lambda item: item.id)
def test_a_bad_input_has_a_clear_outcome(item: Item, bundled: Assistant, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING):
        reply = bundled.ask(Inbound(item.id, item.question))
    assert reply.status.value in item.expect
    assert reply.text.strip()
    assert len(reply.text) < 6000, "a flood of characters is not sent back"
    assert "Traceback" not in reply.text
    assert caplog.records == [], "no step failed"
    assert len(reply.candidates) >= 10


@pytest.mark.parametrize("item", ITEMS, ids=lambda item: item.id)
def test_what_was_sent_is_not_repeated(item: Item, bundled: Assistant) -> None:
    reply = bundled.ask(Inbound(item.id, item.question))
    for harmful in ("DROP TABLE", "<script", "__class__", "etc/passwd", "{{7*7}}", "rm -rf", "example.com"):
        assert harmful not in reply.text
