"""A small assistant for tests of the page: it behaves (it remembers, answers, asks back, fails), it does not mock."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from uuid import uuid4

from fastapi import FastAPI, Request, Response
from fastapi.middleware.gzip import GZipMiddleware
from fastapi.staticfiles import StaticFiles
from starlette.middleware.base import RequestResponseEndpoint

from assistant.dialogue import Choice, Facet
from assistant.types import Citation, Handoff, Inbound, ProcedureRef, Reply, Status
from assistant.wording import load
from channels.web.pages import STATIC, router

BIRTH = "1.001193"
CSP = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'; manifest-src 'self'"
)
OVERVIEW = """Đăng ký khai sinh
Làm khi trẻ mới sinh, trong vòng 60 ngày.
• Mang theo: giấy chứng sinh (bản chính), thẻ căn cước của cha hoặc mẹ.
• Nộp ở: Ủy ban nhân dân xã nơi cha hoặc mẹ đang ở.
• Bao lâu: trong ngày làm việc; nhận hồ sơ sau 15 giờ thì trả kết quả ngày làm việc tiếp theo.
• Tiền: miễn lệ phí khi khai sinh đúng hạn.
1. Điền tờ khai, nộp ở bộ phận một cửa của xã.
2. Xem kỹ họ tên, ngày sinh rồi ký vào sổ.
3. Nhận bản chính Giấy khai sinh.
⚠ Mức thu khi quá hạn do Hội đồng nhân dân tỉnh quyết định. Bạn hỏi nơi nộp trước khi đóng.
Nguồn: thủ tục 1.001193, Quyết định 163/QĐ-BTP, bản ghi ngày 19/07/2026."""
QUOTE = (
    "Ngay trong ngày tiếp nhận hồ sơ; trường hợp nhận hồ sơ sau 15 giờ mà không giải quyết được ngay "
    "thì trả kết quả trong ngày làm việc tiếp theo."
)
STEPS = ("Điền tờ khai.", "Nộp ở xã.", "Nhận Giấy khai sinh.")
SIDES = {Facet.DOCUMENTS: "Giấy tờ", Facet.FEE: "Lệ phí", Facet.WHERE: "Nộp ở đâu", Facet.ONLINE: "Làm trên mạng"}


@dataclass(frozen=True, slots=True)
class FakeAnswered:
    """A reply with its id."""

    reply: Reply
    id: str


@dataclass
class FakeAssistant:
    """Knows one procedure; certain words in a question lead to each kind of reply."""

    heard: list[tuple[Inbound, str | None]] = field(default_factory=list)
    given: set[str] = field(default_factory=set)
    opinions: list[tuple[str, str]] = field(default_factory=list)
    seconds: float = 0.0

    def answer(
        self, inbound: Inbound, conversation: str | None = None, found: Callable[[str], None] = lambda name: None
    ) -> FakeAnswered:
        """Reply by the words of the message."""
        time.sleep(self.seconds)
        self.heard.append((inbound, conversation))
        if "kể kỹ" in inbound.text:
            found("Đăng ký khai sinh cho con")
        if "hỏng" in inbound.text:
            raise RuntimeError(f"secret words: {inbound.text}")
        answered = FakeAnswered(_reply(inbound), uuid4().hex)
        self.given.add(answered.id)
        return answered

    def feedback(self, answer_id: str, value: str) -> bool:
        """Keep the thumb if the answer was given."""
        if answer_id not in self.given:
            return False
        self.opinions.append((answer_id, value))
        return True

    def known(self, code: str) -> bool:
        """One procedure is known."""
        return code == BIRTH


def _reply(inbound: Inbound) -> Reply:
    if "cháy" in inbound.text:
        return Reply(Status.HANDOFF, "Gọi ngay 114.", handoff=Handoff("emergency", "urgent", "114"))
    if "gặp người" in inbound.text:
        return Reply(Status.HANDOFF, "Được ạ, tôi chuyển bạn cho người hỗ trợ.", handoff=Handoff("asked"))
    if "kết hôn" in inbound.text:
        either = (Choice("Kết hôn trong nước", "1.000894"), Choice("Kết hôn với người nước ngoài", "1.000689"))
        return Reply(Status.CLARIFY, "Bạn cần việc nào dưới đây?", choices=either)
    if inbound.choice and inbound.choice.step:
        return _step(inbound.choice.step)
    title = "Đăng ký khai sinh <script>alert(1)</script>" if "<script>" in inbound.text else "Đăng ký khai sinh"
    text = OVERVIEW.replace("Đăng ký khai sinh", title, 1)
    day = date(2026, 7, 19)
    citations = (
        Citation(BIRTH, title, "Thời hạn giải quyết", QUOTE, "https://dichvucong.gov.vn/thu-tuc/1.001193", day),
        Citation(BIRTH, title, "Lệ phí", "Miễn lệ phí <b>", "javascript:alert(1)", day),
    )
    choices = tuple(Choice(label, BIRTH, facet) for facet, label in SIDES.items())
    reference = ProcedureRef(BIRTH, title, day)
    return Reply(Status.ANSWERED, text, procedure=reference, citations=citations, choices=choices)


def _step(number: int) -> Reply:
    """One step of the procedure, with the button to the next."""
    at = min(number, len(STEPS))
    text = f"Bước {at} trên {len(STEPS)}: Đăng ký khai sinh\n{STEPS[at - 1]}\nNguồn: thủ tục {BIRTH}."
    more = (Choice("Bước tiếp theo", BIRTH, Facet.STEPS, at + 1),) if at < len(STEPS) else ()
    reference = ProcedureRef(BIRTH, "Đăng ký khai sinh", date(2026, 7, 19))
    return Reply(Status.ANSWERED, text, procedure=reference, facet=Facet.STEPS, choices=more)


def build(assistant: FakeAssistant) -> FastAPI:
    """The page as the server mounts it: same policy, same compression."""
    app = FastAPI()

    @app.middleware("http")
    async def policy(request: Request, call_next: RequestResponseEndpoint) -> Response:
        response = await call_next(request)
        response.headers["Content-Security-Policy"] = CSP
        response.headers["Referrer-Policy"] = "same-origin"
        return response

    app.add_middleware(GZipMiddleware)
    app.mount("/static", StaticFiles(directory=STATIC))
    app.include_router(router(lambda: assistant, b"test secret", load("vi", "pages")))
    return app
