"""The page without a browser: plain forms, the stream, guides, feedback."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient

from assistant.dialogue import Facet
from assistant.wording import load
from channels.web.guard import COOKIE
from channels.web.render import STARTERS
from tests.channels.fake_assistant import BIRTH, FakeAssistant, build

FIRST_VIEW_BYTES, SCRIPT_BYTES = 50_000, 20_000
TEXTS = load("vi", "pages")


@pytest.fixture
def assistant() -> FakeAssistant:
    return FakeAssistant()


@pytest.fixture
def client(assistant: FakeAssistant) -> Iterator[TestClient]:
    with TestClient(build(assistant), follow_redirects=False, headers={"accept": "text/html"}) as client:
        yield client


def events(text: str) -> list[tuple[str, dict[str, str]]]:
    """(event, data) pairs of a stream."""
    found = re.findall(r"^event: (.*)\ndata: (.*)$", text, re.MULTILINE)
    return [(name, json.loads(data)) for name, data in found]


def ask(client: TestClient, text: str) -> str:
    """The page that answers a typed question."""
    response = client.post("/chat", data={"text": text})
    assert response.status_code == 200
    return response.text


def test_first_view_says_machine_offers_situations_and_numbers(client: TestClient) -> None:
    page = client.get("/").text
    assert TEXTS("intro.machine") in page
    assert page.count("<h1>") == 1
    assert '<html lang="vi">' in page
    for name in STARTERS:
        assert f'value="{TEXTS(f"starters.{name}.ask")}"' in page
    for number in ("113", "114", "115", "111", "18001096"):
        assert f'href="tel:{number}"' in page
    assert COOKIE not in client.cookies, "looking at the page stores nothing"


def test_a_question_by_plain_form(client: TestClient, assistant: FakeAssistant) -> None:
    page = ask(client, "con tôi mới sinh")
    assert page.index("con tôi mới sinh") < page.index("<h2>Đăng ký khai sinh</h2>") < page.index('id="ask"')
    assert "<title>Đăng ký khai sinh | Mở Cửa</title>" in page
    inbound, conversation = assistant.heard[0]
    assert (inbound.text, inbound.channel, inbound.first, inbound.choice) == ("con tôi mới sinh", "web", False, None)
    assert conversation


def test_a_tapped_choice_keeps_its_facet_and_the_conversation(client: TestClient, assistant: FakeAssistant) -> None:
    ask(client, "con tôi mới sinh")
    client.post("/chat", data={"code": BIRTH, "facet": "fee", "label": "Lệ phí"})
    (_, first), (tapped, second) = assistant.heard
    assert tapped.choice
    assert (tapped.choice.code, tapped.choice.facet, tapped.text) == (BIRTH, Facet.FEE, "Lệ phí")
    assert first == second


def test_a_facet_nobody_knows_means_the_overview(client: TestClient, assistant: FakeAssistant) -> None:
    client.post("/chat", data={"code": BIRTH, "facet": "nonsense"})
    choice = assistant.heard[0][0].choice
    assert choice
    assert choice.facet is Facet.OVERVIEW


def test_the_answer_shows_doubt_source_quotes_and_choices(client: TestClient) -> None:
    page = ask(client, "con tôi mới sinh")
    assert re.search(r'class="doubt">.*<span>Mức thu khi quá hạn', page)
    assert '<p class="source">Nguồn: thủ tục 1.001193' in page
    assert "<li><b>Tiền:</b> miễn lệ phí khi khai sinh đúng hạn.</li>" in page
    assert TEXTS("answers.as_of", date="19/07/2026") in page
    assert 'href="https://dichvucong.gov.vn/thu-tuc/1.001193" target="_blank" rel="noreferrer"' in page
    assert page.count('name="facet"') == 4


@pytest.mark.parametrize(("text", "number"), [("nhà tôi cháy", "114"), ("gặp người", "18001096")])
def test_a_human_is_one_tap_away(client: TestClient, text: str, number: str) -> None:
    callout = ask(client, text).partition('class="callout')[2].partition("</div>")[0]
    assert f'class="call" href="tel:{number}"' in callout
    assert callout.startswith(" urgent") is (number == "114")


def test_nothing_typed_asks_again_at_the_box(client: TestClient, assistant: FakeAssistant) -> None:
    response = client.post("/chat", data={"text": " \u200b "})
    assert response.status_code == 422
    assert f'role="alert">{TEXTS("ask.empty")}</p>' in response.text
    assert 'aria-invalid="true"' in response.text
    assert 'aria-describedby="ask-error' in response.text
    assert not assistant.heard


def test_a_failure_keeps_the_text_and_hides_the_reason(client: TestClient, caplog: pytest.LogCaptureFixture) -> None:
    response = client.post("/chat", data={"text": "máy hỏng"})
    assert response.status_code == 503
    assert ">máy hỏng</textarea>" in response.text
    assert "18001096" in response.text
    assert "secret words" not in response.text + caplog.text


def test_the_stream_brings_the_same_fragment(client: TestClient, assistant: FakeAssistant) -> None:
    response = client.post("/chat/stream", json={"text": "con tôi mới sinh"})
    assert response.headers["content-type"].startswith("text/event-stream")
    (progress, said), (reply, data) = events(response.text)
    assert (progress, said["text"]) == ("progress", TEXTS("answers.searching"))
    assert (reply, data["status"]) == ("reply", "answered")
    page = re.sub(r"[0-9a-f]{32}", "ID", ask(client, "con tôi mới sinh"))
    assert re.sub(r"[0-9a-f]{32}", "ID", data["html"]).strip() in page
    assert assistant.heard[0][1] == assistant.heard[1][1], "the stream and the form share the conversation"


def test_the_stream_says_what_was_found_while_the_answer_is_worded(client: TestClient) -> None:
    heard = events(client.post("/chat/stream", json={"text": "kể kỹ cho tôi khai sinh"}).text)
    assert [name for name, _ in heard] == ["progress", "progress", "reply"]
    assert heard[1][1]["text"] == TEXTS("answers.found", name="Đăng ký khai sinh cho con")


def test_a_failure_after_that_still_ends_the_stream(client: TestClient) -> None:
    heard = events(client.post("/chat/stream", json={"text": "kể kỹ, máy hỏng"}).text)
    assert [name for name, _ in heard] == ["progress", "progress", "problem"]


def test_the_stream_takes_a_tapped_choice(client: TestClient, assistant: FakeAssistant) -> None:
    client.post("/chat/stream", json={"code": BIRTH, "facet": "where", "label": "Nộp ở đâu"})
    choice = assistant.heard[0][0].choice
    assert choice
    assert (choice.code, choice.facet) == (BIRTH, Facet.WHERE)


@pytest.mark.parametrize(("text", "name"), [("máy hỏng", "answers.problem"), ("  ", "ask.empty")])
def test_the_stream_says_what_went_wrong(client: TestClient, text: str, name: str) -> None:
    last, data = events(client.post("/chat/stream", json={"text": text}).text)[-1]
    values = {"hotline": "18001096"} if name == "answers.problem" else {}
    assert (last, data["text"]) == ("problem", TEXTS(name, **values))


def test_long_questions_are_cut(client: TestClient, assistant: FakeAssistant) -> None:
    ask(client, "sinh " * 5000)
    assert len(assistant.heard[0][0].text) == 2000


def test_a_guide_has_an_address(client: TestClient, assistant: FakeAssistant) -> None:
    response = client.get(f"/g/{BIRTH}")
    assert response.status_code == 200
    assert "<h2>Đăng ký khai sinh</h2>" in response.text
    ask(client, "phí bao nhiêu?")
    assert assistant.heard[0][1] == assistant.heard[1][1], "a question below the guide is about the guide"


@pytest.mark.parametrize("path", ["/g/9.999999", "/g/%20", "/g/<script>"])
def test_an_unknown_guide_is_a_kind_404(client: TestClient, path: str) -> None:
    response = client.get(path)
    assert response.status_code == 404
    assert TEXTS("error.unknown") in response.text
    assert 'id="question"' in response.text
    assert "<script>" not in response.text


def test_feedback_by_script_and_by_form(client: TestClient, assistant: FakeAssistant) -> None:
    answer_id = re.search(r'name="answer_id" value="(\w+)"', ask(client, "khai sinh"))
    assert answer_id
    sent = {"answer_id": answer_id[1], "value": "up"}
    assert client.post("/feedback", data=sent, headers={"accept": "application/json"}).status_code == 204
    back = client.post("/feedback", data=sent | {"value": "down"}, headers={"referer": f"http://x/g/{BIRTH}"})
    assert (back.status_code, back.headers["location"]) == (303, f"/g/{BIRTH}?thanks=yes")
    assert TEXTS("feedback.thanks") in client.get(back.headers["location"]).text
    assert assistant.opinions == [(answer_id[1], "up"), (answer_id[1], "down")]


def test_feedback_on_nothing_is_not_thanked(client: TestClient) -> None:
    sent = {"answer_id": "gone", "value": "up"}
    assert client.post("/feedback", data=sent, headers={"accept": "application/json"}).status_code == 404
    back = client.post("/feedback", data=sent, headers={"referer": "http://x//evil.example/"})
    assert back.headers["location"] == "/?thanks=no"
    assert client.post("/feedback", data={"answer_id": "1", "value": "sideways"}).status_code == 422


def test_reloading_an_answer_leads_home(client: TestClient) -> None:
    assert client.get("/chat").headers["location"] == "/"
