"""What the page must never do: run what people write, take other sites' posts, weigh much, hold wording in code."""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterator
from datetime import date

import pytest
from fastapi.testclient import TestClient

from assistant.types import Status
from assistant.wording import load
from channels.web import blocks
from channels.web.guard import COOKIE
from channels.web.render import HERE, STARTERS, STATIC, asset, day, web_address
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


def ask(client: TestClient, text: str) -> str:
    """The page that answers a typed question."""
    response = client.post("/chat", data={"text": text})
    assert response.status_code == 200
    return response.text


def test_what_people_and_records_write_is_escaped(client: TestClient) -> None:
    page = ask(client, 'mới sinh <script>alert(1)</script> "onload="x')
    assert "<script>alert" not in page
    assert page.count("&lt;script&gt;alert(1)&lt;/script&gt;") >= 3, "question, heading, title of a citation"
    assert "<b> " not in page.partition("Miễn lệ phí")[2][:8]
    assert "javascript:" not in page, "an address that is not http(s) becomes no link"
    failed = client.post("/chat", data={"text": "hỏng </textarea><script>alert(1)</script>"}).text
    assert "</textarea><script>" not in failed


def test_the_cookie_is_closed_to_scripts_and_other_sites(client: TestClient) -> None:
    cookie = client.post("/chat", data={"text": "khai sinh"}).headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=lax" in cookie
    assert "secure" not in cookie
    secure = TestClient(build(FakeAssistant()), base_url="https://mocua.example")
    for path, body in (("/chat", {"data": {"text": "a"}}), ("/chat/stream", {"json": {"text": "a"}})):
        assert "secure" in secure.post(path, **body).headers["set-cookie"].lower()  # type: ignore[arg-type]


def test_a_changed_cookie_is_a_new_conversation(client: TestClient, assistant: FakeAssistant) -> None:
    ask(client, "khai sinh")
    for forged in ("x" + client.cookies[COOKIE], client.cookies[COOKIE].partition(".")[0], ".", "a.\xe9"):
        client.cookies.clear()
        headers = [(b"cookie", f"{COOKIE}={forged}".encode("latin-1"))]
        client.post("/chat", data={"text": "khai sinh"}, headers=headers)
    ids = [conversation for _, conversation in assistant.heard]
    assert len(set(ids)) == len(ids)


def test_starting_anew_forgets_the_conversation(client: TestClient, assistant: FakeAssistant) -> None:
    ask(client, "khai sinh")
    response = client.post("/chat/new")
    assert (response.status_code, response.headers["location"]) == (303, "/")
    ask(client, "khai sinh")
    assert assistant.heard[0][1] != assistant.heard[1][1]


@pytest.mark.parametrize("path", ["/chat", "/chat/stream", "/chat/new", "/feedback"])
@pytest.mark.parametrize("origin", ["https://evil.example", "null", "http://testserver.evil.example"])
def test_posts_from_elsewhere_are_refused(client: TestClient, assistant: FakeAssistant, path: str, origin: str) -> None:
    body = {"text": "khai sinh", "answer_id": "1", "value": "up"}
    sent = {"json": body} if path.endswith("stream") else {"data": body}
    response = client.post(path, headers={"origin": origin}, **sent)  # type: ignore[arg-type]
    assert response.status_code == 403
    assert TEXTS("error.origin") in response.text
    assert not assistant.heard


@pytest.mark.parametrize(
    "headers", [{"origin": "http://testserver"}, {"origin": "null", "sec-fetch-site": "same-origin"}, {}]
)
def test_posts_from_the_page_itself_pass(client: TestClient, headers: dict[str, str]) -> None:
    assert client.post("/chat", data={"text": "khai sinh"}, headers=headers).status_code == 200


def test_answers_are_not_kept_by_caches(client: TestClient) -> None:
    assert "no-store" in client.post("/chat", data={"text": "khai sinh"}).headers["cache-control"]
    assert "no-store" in client.get(f"/g/{BIRTH}").headers["cache-control"]


@pytest.mark.parametrize("path", ["/", f"/g/{BIRTH}", "/g/none"])
def test_no_inline_style_or_script_and_no_other_host(client: TestClient, path: str) -> None:
    page = client.get(path).text
    assert not re.search(r"<style|\sstyle=|\son[a-z]+=|<script(?![^>]*\ssrc=)", page)
    loaded = re.findall(r'(?:src=|<link[^>]*href=)"([^"]+)"', page)
    assert loaded
    assert all(re.fullmatch(r"/static/[\w.]+\?v=[0-9a-f]{12}", address) for address in loaded)
    assert all(client.get(address).status_code == 200 for address in loaded)


def test_weight_of_the_first_view(client: TestClient) -> None:
    page = client.get("/").content
    script, style = ((STATIC / name).read_bytes() for name in ("chat.js", "chat.css"))
    weights = [len(gzip.compress(part)) for part in (page, style, script)]
    assert sum(weights) <= FIRST_VIEW_BYTES, weights
    assert len(script) <= SCRIPT_BYTES


def test_every_text_exists_and_every_text_is_used() -> None:
    used: set[str] = set()
    for file in HERE.rglob("*"):
        if file.suffix in {".html", ".py"}:
            source = file.read_text("utf-8")
            used |= set(re.findall(r"""(?:\bt|wording)\(\s*"([\w.]+)"\s*[,)]""", source))
            used |= {name for name in re.findall(r'"(\w+\.\w+)"', source) if TEXTS.has(name)}
    used |= {f"starters.{name}.{part}" for name in STARTERS for part in ("label", "ask")}
    used |= {f"emergency.{number}" for number in (113, 114, 115, 111)}
    assert used == set(TEXTS.texts)


def test_code_and_templates_hold_no_vietnamese() -> None:
    # Python names two prefixes of the reply's plain text, which is a format, not wording.
    allowed = {"blocks.py": 2, "render.py": 0}
    for file in HERE.rglob("*"):
        if file.suffix in {".html", ".py", ".js"}:
            lines = [line for line in file.read_text("utf-8").splitlines() if re.search(r"[À-ỹ]", line)]
            code = [line for line in lines if not line.lstrip().startswith(("#", '"""', "//"))]
            assert len(code) <= allowed.get(file.name, 0), (file.name, code)


def test_text_becomes_blocks() -> None:
    text = "Tên\nMở đầu.\n• Phí: 0 đồng\n• Không có tên\n2. Hai\n3. Ba: bốn\n7. Bảy\n⚠ Ngờ\n⚠ Nữa\nNguồn: sổ\nCuối: hết"
    read = blocks.read(text, Status.ANSWERED)
    assert [(block.kind, block.start, [(line.name, line.text) for line in block.lines]) for block in read] == [
        ("heading", 1, [("", "Tên")]),
        ("paragraph", 1, [("", "Mở đầu.")]),
        ("bullets", 1, [("Phí", "0 đồng"), ("", "Không có tên")]),
        ("steps", 2, [("", "Hai"), ("Ba", "bốn")]),
        ("steps", 7, [("", "Bảy")]),
        ("doubt", 1, [("", "Ngờ"), ("", "Nữa")]),
        ("source", 1, [("", "Nguồn: sổ")]),
        ("paragraph", 1, [("Cuối", "hết")]),
    ]


def test_only_answers_have_a_heading() -> None:
    assert blocks.read("Chào bạn", Status.SMALLTALK)[0].kind == "paragraph"
    assert blocks.read("", Status.ANSWERED) == ()


@pytest.mark.parametrize("line", ["lúc 8:30 sáng", "Bạn hỏi: “Phí: bao nhiêu”, ở xã.", "https://dichvucong.gov.vn"])
def test_no_word_is_lost_in_a_line(line: str) -> None:
    (block,) = blocks.read(line, Status.CLARIFY)
    name, text = block.lines[0].name, block.lines[0].text
    assert (f"{name}: {text}" if name else text) == line


def test_small_things() -> None:
    assert day(date(2026, 7, 9)) == "09/07/2026"
    assert web_address("https://a.vn/x") == "https://a.vn/x"
    assert not any(map(web_address, ("", "javascript:alert(1)", "//a.vn", "https://", "data:text/html,x")))
    assert re.fullmatch(r"/static/mark\.svg\?v=[0-9a-f]{12}", asset("mark.svg"))
