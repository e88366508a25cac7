"""Reading step by step over the page and over the API: the button carries its step, a bad step is refused kindly."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from fastapi.testclient import TestClient

from assistant.dialogue import Facet
from assistant.wiring import Assistant
from channels.server import create_app
from tests.channels.fake_assistant import BIRTH, STEPS, FakeAssistant, build

ASK, MARRIAGE = "/api/v1/ask", "1.000894"
BAD = ["-1", "1000", "abc", "1.5", "9" * 40, "2; DROP TABLE"]


@pytest.fixture
def fake() -> FakeAssistant:
    return FakeAssistant()


@pytest.fixture
def page(fake: FakeAssistant) -> Iterator[TestClient]:
    with TestClient(build(fake), headers={"accept": "text/html"}) as client:
        yield client


@pytest.fixture(scope="module")
def server(bundled: Assistant) -> Iterator[TestClient]:
    settings = bundled.settings.model_copy(update={"secret": "test"})
    app = create_app(Assistant(settings, bundled.library.catalogue.engine, bundled.library))
    with TestClient(app, headers={"accept": "text/html"}) as client:
        yield client


def buttons(html: str) -> list[dict[str, str]]:
    """The hidden fields of each button under an answer."""
    forms = re.findall(r'<form method="post" action="/chat" data-ask>(.*?)</form>', html, re.DOTALL)
    fields = (dict(re.findall(r'name="(\w+)" value="([^"]*)"', form)) for form in forms)
    return [sent for sent in fields if "code" in sent]


def onward(html: str) -> dict[str, str] | None:
    """The button to the next step."""
    return next((fields for fields in buttons(html) if "step" in fields), None)


def test_a_tapped_step_reaches_the_assistant(page: TestClient, fake: FakeAssistant) -> None:
    fields = {"code": BIRTH, "facet": "steps", "step": "2", "label": "Bước tiếp theo"}
    assert f"<h2>Bước 2 trên {len(STEPS)}: Đăng ký khai sinh</h2>" in page.post("/chat", data=fields).text
    page.post("/chat/stream", json=fields | {"step": 3})
    taps = [inbound.choice for inbound, _ in fake.heard if inbound.choice]
    assert [(tap.code, tap.facet, tap.step) for tap in taps] == [(BIRTH, Facet.STEPS, 2), (BIRTH, Facet.STEPS, 3)]
    assert fake.heard[0][0].text == "Bước tiếp theo"


def test_a_button_without_a_step_sends_none(page: TestClient, fake: FakeAssistant) -> None:
    shown = page.post("/chat", data={"text": "con tôi mới sinh"}).text
    assert buttons(shown)
    assert onward(shown) is None
    for fields in buttons(shown):
        page.post("/chat", data=fields)
    assert [inbound.choice.step for inbound, _ in fake.heard if inbound.choice] == [0] * len(buttons(shown))


def test_the_buttons_lead_to_the_last_step_and_no_further(page: TestClient) -> None:
    fields: dict[str, str] | None = {"code": BIRTH, "facet": "steps", "step": "1"}
    said = []
    while fields is not None:
        shown = page.post("/chat", data=fields).text
        said.append(next(step for step in STEPS if step in shown))
        fields = onward(shown)
    assert tuple(said) == STEPS


def test_the_page_reads_a_real_procedure_to_its_end(server: TestClient) -> None:
    fields: dict[str, str] | None = {"code": MARRIAGE, "facet": "steps", "step": "1"}
    places = []
    while fields is not None:
        shown = server.post("/chat", data=fields).text
        places.append(re.findall(r"<h2>Bước (\d+) trên (\d+): ", shown)[0])
        fields = onward(shown)
    count = len(places)
    assert count > 2
    assert places == [(str(n), str(count)) for n in range(1, count + 1)]


def test_a_button_and_a_typed_word_share_the_conversation(server: TestClient) -> None:
    server.post("/chat", data={"code": MARRIAGE, "facet": "steps", "step": "2"})
    assert "<h2>Bước 3 trên " in server.post("/chat", data={"text": "tiếp"}).text
    assert "<h2>Bước 3 trên " in server.post("/chat", data={"text": "đọc lại"}).text


@pytest.mark.parametrize("step", BAD)
@pytest.mark.parametrize("path", ["/chat", "/chat/stream", ASK])
def test_a_bad_step_is_refused_in_one_sentence(server: TestClient, path: str, step: str) -> None:
    body = {"code": MARRIAGE, "facet": "steps", "step": step}
    sent: dict[str, Any] = {"data": body} if path == "/chat" else {"json": body}
    response = server.post(path, **sent)
    assert response.status_code == 422
    problem = response.json()
    assert list(problem) == ["detail"]
    assert problem["detail"].startswith("body.step: ")
    assert len(problem["detail"]) < 120
    assert step not in problem["detail"], "what was sent is not echoed"


def test_an_empty_step_of_a_plain_form_is_none(page: TestClient, fake: FakeAssistant) -> None:
    page.post("/chat", data={"code": BIRTH, "facet": "fee", "step": ""})
    assert fake.heard[0][0].choice
    assert fake.heard[0][0].choice.step == 0


def test_the_api_reads_step_by_step(server: TestClient) -> None:
    step, places = 1, []
    while step:
        reply = server.post(ASK, json={"code": MARRIAGE, "facet": "steps", "step": step}).json()
        assert (reply["status"], reply["facet"], reply["procedure"]["code"]) == ("answered", "steps", MARRIAGE)
        places.append(re.findall(r"^Bước (\d+) trên (\d+): ", reply["text"])[0])
        step = next((choice["step"] for choice in reply["choices"] if choice["step"]), 0)
    assert places == [(str(n), str(len(places))) for n in range(1, len(places) + 1)]


def test_the_last_step_answers_for_all_beyond(server: TestClient) -> None:
    far, last = (server.post(ASK, json={"code": MARRIAGE, "facet": "steps", "step": n}).json() for n in (999, 99))
    assert far["text"] == last["text"]
    assert not any(choice["step"] for choice in far["choices"])


def test_a_conversation_in_one_request_keeps_its_place(server: TestClient) -> None:
    turns = ["đăng ký kết hôn", "tiếp", "tiếp", "đọc lại", "bước trước"]
    replies = json.loads(server.post(ASK, json={"turns": turns}).content)["replies"]
    places = [re.match(r"Bước (\d+) trên ", reply["text"]) for reply in replies]
    assert [place and place[1] for place in places] == [None, "1", "2", "2", "1"]


def test_a_step_without_a_procedure_means_nothing(server: TestClient) -> None:
    plain = server.post(ASK, json={"question": "đăng ký kết hôn", "id": "q"}).json()
    stepped = server.post(ASK, json={"question": "đăng ký kết hôn", "id": "q", "step": 3}).json()
    assert stepped | {"seconds": 0} == plain | {"seconds": 0}
