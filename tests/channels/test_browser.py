"""The page in a real browser: phone and desktop, scripts on and off, light and dark, checked with axe."""

from __future__ import annotations

import os
import socket
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import uvicorn
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, Request, Route, expect, sync_playwright

from assistant.wording import load
from tests.channels.fake_assistant import BIRTH, FakeAssistant, build

pytestmark = pytest.mark.browser

CHROMIUM = Path("/usr/bin/chromium")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]
PHONE, DESKTOP, NARROW = (360, 740), (1280, 800), (320, 640)
TEXTS = load("vi", "pages")
QUESTION = "con tôi mới sinh cần giấy gì"
PATIENCE_MS = 20_000
"""How long a page may take on a machine that does other work; no test measures time."""
expect.set_options(timeout=PATIENCE_MS)


@dataclass
class Site:
    """The running page and the assistant behind it."""

    address: str
    assistant: FakeAssistant


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    assistant = FakeAssistant()
    server = uvicorn.Server(uvicorn.Config(build(assistant), log_level="critical"))
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
        thread.start()
        while not server.started:
            assert thread.is_alive(), "the server did not start"
            time.sleep(0.02)
        yield Site(f"http://127.0.0.1:{listener.getsockname()[1]}", assistant)
        server.should_exit = True
        thread.join()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    if not CHROMIUM.exists() and os.environ.get("CI") != "true":
        pytest.skip(f"no browser at {CHROMIUM}: install chromium to test the page in one")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


def opened(browser: Browser, size: tuple[int, int], *, scripts: bool = True, scheme: str = "light") -> BrowserContext:
    """A fresh browser of one size."""
    return browser.new_context(
        viewport={"width": size[0], "height": size[1]},
        java_script_enabled=scripts,
        color_scheme="dark" if scheme == "dark" else "light",
        reduced_motion="reduce",
    )


@pytest.fixture(params=[PHONE, DESKTOP], ids=["phone", "desktop"])
def page(request: pytest.FixtureRequest, browser: Browser, site: Site) -> Iterator[Page]:
    """The start page with scripts; the test fails on any error in the console, a broken policy included."""
    context = opened(browser, request.param)
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("console", lambda said: errors.append(said.text) if said.type == "error" else None)
    page.goto(site.address)
    yield page
    context.close()
    assert [error for error in errors if "ERR_" not in error] == []


def ask(page: Page, text: str) -> None:
    """Type and press Enter, then wait for one more answer."""
    before = page.locator(".answer").count()
    page.fill("#question", text)
    page.press("#question", "Enter")
    expect(page.locator(".answer")).to_have_count(before + 1)


def fits(page: Page) -> bool:
    """Whether nothing sticks out to the side."""
    return bool(page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))


def test_asking_with_scripts(page: Page, tmp_path: Path) -> None:
    ask(page, QUESTION)
    expect(page.locator(".asked .words")).to_have_text(QUESTION)
    expect(page.locator(".answer h2")).to_have_text("Đăng ký khai sinh")
    expect(page.locator("#question")).to_have_value("")
    assert page.url.endswith("/"), "no page was loaded"
    page.get_by_role("button", name="Lệ phí").click()
    expect(page.locator(".asked")).to_have_count(2)
    expect(page.locator(".answer")).to_have_count(2)
    page.screenshot(path=tmp_path / "answer.png", full_page=True)
    assert (tmp_path / "answer.png").stat().st_size > 10_000
    assert fits(page)


def test_a_situation_is_one_tap(page: Page) -> None:
    page.get_by_role("button", name=TEXTS("starters.birth.label")).click()
    expect(page.locator(".asked .words")).to_have_text(TEXTS("starters.birth.ask"))
    expect(page.locator(".answer h2")).to_be_visible()


def test_answers_never_take_the_focus(page: Page) -> None:
    ask(page, QUESTION)
    assert page.evaluate("document.activeElement.id") == "question"


def test_the_question_is_scrolled_into_view(page: Page) -> None:
    ask(page, QUESTION)
    ask(page, "tôi mới sinh thêm con")
    expect(page.locator(".asked").last).to_be_in_viewport()


def test_shift_enter_is_a_new_line(page: Page) -> None:
    page.fill("#question", "một")
    page.press("#question", "Shift+Enter")
    page.locator("#question").press_sequentially("hai")
    expect(page.locator("#question")).to_have_value("một\nhai")
    expect(page.locator(".asked")).to_have_count(0)


def test_nothing_typed_is_said_at_the_box(page: Page) -> None:
    page.press("#question", "Enter")
    expect(page.get_by_role("alert")).to_have_text(TEXTS("ask.empty"))
    expect(page.locator("#question")).to_have_attribute("aria-invalid", "true")
    page.locator("#question").press_sequentially("a")
    expect(page.get_by_role("alert")).to_have_text("")


def test_no_double_sending(page: Page, site: Site) -> None:
    before = len(site.assistant.heard)
    site.assistant.seconds = 0.6
    try:
        page.fill("#question", QUESTION)
        page.press("#question", "Enter")
        expect(page.get_by_text(TEXTS("answers.searching"))).to_be_visible()
        page.get_by_role("button", name=TEXTS("starters.birth.label")).dispatch_event("click")
        page.press("#question", "Enter")
        expect(page.locator(".answer")).to_have_count(1)
    finally:
        site.assistant.seconds = 0.0
    expect(page.locator(".asked")).to_have_count(1)
    assert len(site.assistant.heard) == before + 1


def test_without_network_the_text_stays_and_can_be_sent_again(page: Page) -> None:
    page.context.set_offline(True)
    page.fill("#question", QUESTION)
    page.press("#question", "Enter")
    again = page.get_by_role("button", name=TEXTS("answers.lost"))
    expect(again).to_be_visible()
    expect(page.locator("#question")).to_have_value(QUESTION)
    page.context.set_offline(False)
    again.click()
    expect(page.locator(".answer h2")).to_be_visible()
    expect(again).to_have_count(0)
    expect(page.locator(".asked")).to_have_count(1)
    expect(page.locator("#question")).to_have_value("")


def test_an_answer_cut_off_on_the_way_can_be_asked_again(page: Page) -> None:
    def cut(route: Route, _: Request) -> None:
        route.fulfill(body='event: progress\ndata: {"text": "x"}\n\nevent: rep', content_type="text/event-stream")

    page.route("**/chat/stream", cut)
    page.get_by_role("button", name=TEXTS("starters.birth.label")).click()
    again = page.get_by_role("button", name=TEXTS("answers.lost"))
    expect(again).to_be_visible()
    page.unroute("**/chat/stream")
    again.click()
    expect(page.locator(".answer h2")).to_be_visible()


def test_trouble_at_the_server_is_said_in_words(page: Page) -> None:
    page.fill("#question", "máy hỏng")
    page.press("#question", "Enter")
    expect(page.get_by_role("alert")).to_contain_text("18001096")
    expect(page.get_by_role("button", name=TEXTS("answers.again"))).to_be_visible()


def test_a_thumb_is_thanked_in_place(page: Page, site: Site) -> None:
    ask(page, QUESTION)
    page.get_by_role("button", name=TEXTS("feedback.up")).click()
    expect(page.locator(".said")).to_have_text(TEXTS("feedback.thanks"))
    assert site.assistant.opinions[-1][1] == "up"


def test_what_is_written_never_becomes_code(page: Page) -> None:
    ask(page, "mới sinh <script>document.title='x'</script><img src=x onerror=\"document.title='x'\">")
    expect(page.locator(".answer h2")).to_contain_text("<script>")
    assert page.title() != "x"
    assert page.locator("main img, main script").count() == 0


def test_nothing_but_the_signed_cookie_is_stored(page: Page) -> None:
    ask(page, QUESTION)
    (cookie,) = page.context.cookies()
    assert cookie.get("httpOnly") is True
    assert cookie.get("sameSite") == "Lax"
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_everything_works_without_scripts(browser: Browser, site: Site, size: tuple[int, int], tmp_path: Path) -> None:
    context = opened(browser, size, scripts=False)
    page = context.new_page()
    page.goto(site.address)
    page.get_by_role("button", name=TEXTS("starters.birth.label")).click()
    expect(page.locator(".answer h2")).to_have_text("Đăng ký khai sinh")
    page.get_by_role("button", name="Lệ phí").click()
    expect(page.locator(".asked .words")).to_have_text("Lệ phí")
    page.get_by_role("group").locator("summary").click()
    expect(page.locator("blockquote").first).to_be_visible()
    page.fill("#question", QUESTION)
    page.get_by_role("button", name=TEXTS("ask.send"), exact=True).click()
    expect(page.locator(".asked .words")).to_have_text(QUESTION)
    page.get_by_role("button", name=TEXTS("feedback.down")).click()
    expect(page.get_by_text(TEXTS("feedback.thanks"))).to_be_visible()
    page.screenshot(path=tmp_path / "plain.png", full_page=True)
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_axe_finds_nothing(browser: Browser, site: Site, size: tuple[int, int], scheme: str, tmp_path: Path) -> None:
    context = opened(browser, size, scheme=scheme)
    page = context.new_page()
    for name, path in (("start", "/"), ("guide", f"/g/{BIRTH}"), ("unknown", "/g/none")):
        page.goto(site.address + path)
        assert_accessible(page, name, tmp_path)
    for text in (QUESTION, "kết hôn", "nhà tôi cháy", "gặp người"):
        ask(page, text)
    page.locator("summary").first.click()
    page.fill("#question", "máy hỏng")
    page.press("#question", "Enter")
    expect(page.locator(".lost")).to_be_visible()
    assert_accessible(page, "thread", tmp_path)
    context.close()


def assert_accessible(page: Page, name: str, folder: Path) -> None:
    """No finding of axe, its best practices included; a picture for whoever looks."""
    page.screenshot(path=folder / f"{name}.png", full_page=True)
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()


def test_narrow_and_enlarged_pages_do_not_scroll_sideways(browser: Browser, site: Site) -> None:
    context = opened(browser, NARROW)
    page = context.new_page()
    page.goto(site.address)
    ask(page, QUESTION + " " + "x" * 120)
    page.locator("summary").click()
    assert fits(page)
    # Twice the type size on a phone: what people with weak eyes set in their browser.
    page.evaluate("document.documentElement.style.fontSize = '238%'")
    assert fits(page)
    context.close()


def test_targets_are_large_enough(page: Page) -> None:
    ask(page, QUESTION)
    page.locator("summary").click()
    small = page.evaluate(
        """() => [...document.querySelectorAll("button, summary, textarea, main a, aside a, header a")]
            .map(e => [e.textContent.trim() || e.id, e.getBoundingClientRect()])
            .filter(([, box]) => box.height && box.height < 44).map(([name, box]) => [name, box.height])"""
    )
    assert small == []


def test_the_keyboard_alone_is_enough(page: Page) -> None:
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name=TEXTS("site.skip"))
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    page.keyboard.type(QUESTION)
    page.keyboard.press("Enter")
    expect(page.locator(".answer h2")).to_be_visible()
