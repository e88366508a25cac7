"""The server around the assistant: the API's contract, health, documentation, headers, limits."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from assistant.settings import Settings
from assistant.wiring import Assistant, build
from channels.server import HEADERS, LARGEST_BODY, create_app, signing_key
from channels.web.render import STATIC, asset
from tests.conftest import quiet

CONTRACT = ["id", "status", "text", "language", "procedure", "candidates", "facet", "facts", "citations", "choices",
            "handoff", "seconds"]  # fmt: skip
ASK = "/api/v1/ask"


@pytest.fixture(scope="module")
def client(bundled: Assistant) -> Iterator[TestClient]:
    settings = bundled.settings.model_copy(update={"secret": "test"})
    app = create_app(Assistant(settings, bundled.library.catalogue.engine, bundled.library))
    with TestClient(app) as client:
        yield client


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Assistant]:
    assistant = build(Settings(home=tmp_path / "home"))
    yield assistant
    assistant.close()


def ask(client: TestClient, **body: Any) -> dict[str, Any]:
    response = client.post(ASK, json=body)
    assert response.status_code == 200, response.text
    found: dict[str, Any] = response.json()
    return found


def test_an_answer_is_exactly_the_contract(client: TestClient) -> None:
    reply = ask(client, question="đăng ký kết hôn mất bao lâu", id="q1")
    assert list(reply) == CONTRACT
    assert (reply["id"], reply["status"], reply["facet"], reply["language"]) == ("q1", "answered", "duration", "vi")
    assert set(reply["procedure"]) == {"code", "title", "as_of"}
    assert reply["candidates"][0]["code"] == reply["procedure"]["code"] == "1.000894"
    assert len(reply["candidates"]) >= 10
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", reply["procedure"]["as_of"])
    assert reply["citations"]
    assert all(set(c) == {"code", "title", "section", "quote", "url", "as_of"} for c in reply["citations"])


def test_the_same_as_the_command(client: TestClient, bundled: Assistant) -> None:
    from assistant.types import Inbound
    from assistant.wire import reply_json

    direct = reply_json(bundled.ask(Inbound("q", "lệ phí đăng ký kết hôn")), "q", 0.0)
    assert ask(client, question="lệ phí đăng ký kết hôn", id="q") | {"seconds": 0.0} == direct


def test_a_conversation_in_one_request(client: TestClient) -> None:
    reply = ask(client, turns=["đăng ký kết hôn", "thế phí bao nhiêu"])
    assert list(reply) == [*CONTRACT, "replies"]
    assert [r["facet"] for r in reply["replies"]] == ["overview", "fee"]
    assert reply["procedure"]["code"] == "1.000894"
    assert len({r["id"] for r in reply["replies"]}) == 1
    assert reply["id"], "an id is made where none is given"


def test_a_tapped_choice(client: TestClient) -> None:
    reply = ask(client, code="1.000894", facet="where")
    assert (reply["procedure"]["code"], reply["facet"]) == ("1.000894", "where")
    assert ask(client, code="9.999999")["status"] == "not_found"


def test_handoff_and_nothing_asked(client: TestClient) -> None:
    assert ask(client, question="nhà đang cháy gọi ai")["handoff"]["emergency"] == "114"
    assert ask(client)["status"] == "error"


@pytest.mark.parametrize(
    ("body", "field"),
    [
        (b'{"question": 5}', "body.question"),
        (b'{"turns": []}', "body.turns"),
        (b'{"question": "a", "role": "king"}', "body.role"),
        (b'{"facet": "colour"}', "body.facet"),
        (b'{"quastion": "a"}', "body.quastion"),
        (b'{"\\ud800": "a"}', "body"),
        (json.dumps({"turns": ["a"] * 51}).encode(), "body.turns"),
        (json.dumps({"question": "a" * 100_001}).encode(), "body.question"),
        (b"[]", "body"),
        (b"{", "body"),
    ],
)
def test_a_request_that_is_no_question_is_named_in_one_sentence(client: TestClient, body: bytes, field: str) -> None:
    response = client.post(ASK, content=body, headers={"content-type": "application/json"})
    assert response.status_code == 422
    problem = response.json()
    assert list(problem) == ["detail"]
    assert problem["detail"].startswith(field)
    assert len(problem["detail"]) < 300, "what was sent is not echoed"


@pytest.mark.parametrize("body", ['{"question": "\\ud800 xin chào"}', '{"question": "xin chào", "id": "\\udfff"}'])
def test_broken_escapes_are_no_failure_of_the_server(client: TestClient, body: str) -> None:
    response = client.post(ASK, content=body.encode(), headers={"content-type": "application/json"})
    assert response.status_code == 200
    assert response.json()["status"] == "smalltalk"


def test_an_oversized_body_is_refused_unread(client: TestClient) -> None:
    response = client.post(ASK, content=b" " * (LARGEST_BODY + 1))
    assert response.status_code == 413
    assert response.headers["x-content-type-options"] == "nosniff"
    assert client.post(ASK, content=b" " * LARGEST_BODY).status_code == 422


def test_health_tells_the_truth(client: TestClient, empty: Assistant, catalogue_file: Path) -> None:
    ready = client.get("/readyz")
    assert (ready.status_code, ready.json()["status"]) == (200, "ready")
    assert ready.json()["procedures"] >= 60
    with TestClient(create_app(empty)) as fresh:
        assert fresh.get("/healthz").json() == {"status": "ok"}
        waiting = fresh.get("/readyz")
        assert (waiting.status_code, waiting.json()["reason"]) == (503, "NothingPublished")
        empty.library.import_paths([catalogue_file], quiet)
        assert fresh.get("/readyz").json() == {"status": "ready", "generation": 1, "procedures": 4}


def test_the_documentation_needs_no_outside_host(client: TestClient) -> None:
    page = client.get("/docs")
    assert page.status_code == 200
    loaded = re.findall(r'(?:src|href)="([^"]+)"', page.text)
    assert len(loaded) >= 3
    assert all(address.startswith("/") and not address.startswith("//") for address in loaded)
    assert all(client.get(address).status_code == 200 for address in loaded)
    assert "http" not in page.headers["content-security-policy"]
    described = client.get("/openapi.json").json()["paths"]
    assert set(described) == {ASK, "/healthz", "/readyz"}


@pytest.mark.parametrize("path", ["/", "/healthz", "/docs", "/openapi.json", "/g/1.000894", "/nowhere"])
def test_security_headers_on_everything(client: TestClient, path: str) -> None:
    headers = client.get(path).headers
    assert {name: headers.get(name) for name in HEADERS} == HEADERS
    policy = headers["content-security-policy"]
    assert policy.startswith("default-src 'self'" if path == "/docs" else "default-src 'none'")
    assert ("unsafe-inline" in policy) is (path == "/docs")


def test_static_files_are_kept_for_a_year_only_under_their_hash(client: TestClient) -> None:
    kept = client.get(asset("chat.js"))
    assert kept.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert kept.content == (STATIC / "chat.js").read_bytes()
    assert "immutable" not in client.get("/static/chat.js").headers.get("cache-control", "")
    assert client.get("/static/../server.py").status_code == 404
    assert client.get("/static/%2e%2e/server.py").status_code == 404


def test_long_replies_are_compressed(client: TestClient) -> None:
    assert client.get("/", headers={"accept-encoding": "gzip"}).headers["content-encoding"] == "gzip"


def test_the_page_answers_through_the_real_assistant(client: TestClient) -> None:
    page = client.get("/g/1.000894").text
    assert "Đăng ký kết hôn" in page
    assert "Quyết định" in page


def test_the_key_of_the_cookie_is_made_once_and_is_private(empty: Assistant) -> None:
    key = signing_key(empty)
    assert len(key) >= 32
    assert signing_key(empty) == key
    assert (empty.settings.home / "secret").stat().st_mode & 0o077 == 0
    named = Assistant(Settings(secret="own"), empty.library.catalogue.engine, empty.library)
    assert signing_key(named) == b"own"
