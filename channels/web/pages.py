"""The page for citizens: plain forms, and the same answers as a stream for browsers with scripts."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from typing import Annotated
from urllib.parse import quote, urlsplit

from fastapi import APIRouter, Depends, Form, HTTPException, Request, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import HTMLResponse, RedirectResponse
from fastapi.sse import EventSourceResponse, ServerSentEvent

from assistant.wording import Wording
from channels.web.asking import Ask, Assistant, Opinion
from channels.web.guard import COOKIE, Conversations, same_origin
from channels.web.render import STATIC, Answered, Renderer, View
from knowledge.text import clean

__all__ = ["STATIC", "Pages", "router"]

log = logging.getLogger("mocua.web")


def _unheard(name: str) -> None:
    """For pages that wait for the reply alone."""


class Pages:
    """The handlers; one instance for each application."""

    def __init__(self, assistant: Callable[[], Assistant], secret: bytes, wording: Wording) -> None:
        self._assistant = assistant
        self._conversations = Conversations(secret)
        self._wording = wording
        self._renderer = Renderer(wording)

    def start(self, thanks: str = "") -> HTMLResponse:
        """The first view."""
        return self._html(View(notice=self._thanks(thanks)))

    def chat(self, request: Request, response: Response, ask: Annotated[Ask, Form()]) -> HTMLResponse:
        """A question by plain form: the page again, with question and answer on top."""
        if not same_origin(request):
            heading = self._wording("error.origin_title")
            return self._html(View(heading=heading, notice=self._wording("error.origin"), draft=ask.text), 403)
        if not ask.shown:
            return self._html(View(error=self._wording("ask.empty")), 422)
        answered = self._answer(ask, self._conversations.of(request, response))
        if answered is None:
            return self._html(View(error=self._problem(), draft=ask.text), 503, response)
        return self._html(View(question=ask.shown, answered=answered, title=_title(answered)), 200, response)

    def guide(self, request: Request, response: Response, code: str, thanks: str = "") -> HTMLResponse:
        """The overview of one procedure, under an address that can be passed on."""
        ask = Ask(code=code)
        if not ask.code or not self._assistant().known(ask.code):
            title = self._wording("error.unknown_title")
            return self._html(View(heading=title, title=title, notice=self._wording("error.unknown")), 404)
        # Begins a conversation, so that "how much is it?" asked below is understood.
        answered = self._answer(ask, self._conversations.of(request, response))
        if answered is None:
            return self._html(View(error=self._problem()), 503, response)
        view = View(answered=answered, title=_title(answered), notice=self._thanks(thanks))
        return self._html(view, 200, response)

    def begin(self, request: Request, response: Response) -> None:
        """Dependency of the stream: its headers are sent before its body runs, so the cookie is set here."""
        request.state.conversation = self._conversations.of(request, response)

    async def stream(self, request: Request, ask: Ask) -> AsyncIterator[ServerSentEvent]:
        """A question by script: `progress` at once and when a procedure is found, then `reply` or `problem`."""
        if not ask.shown:
            yield ServerSentEvent(event="problem", data={"text": self._wording("ask.empty")})
            return
        yield ServerSentEvent(event="progress", data={"text": self._wording("answers.searching")})
        names: asyncio.Queue[str | None] = asyncio.Queue()
        loop = asyncio.get_running_loop()

        def found(name: str | None) -> None:
            loop.call_soon_threadsafe(names.put_nowait, name)

        answering = asyncio.ensure_future(run_in_threadpool(self._answer, ask, request.state.conversation, found))
        answering.add_done_callback(lambda _: names.put_nowait(None))
        while (name := await names.get()) is not None:
            yield ServerSentEvent(event="progress", data={"text": self._wording("answers.found", name=name)})
        answered = await answering
        if answered is None:
            yield ServerSentEvent(event="problem", data={"text": self._problem()})
            return
        html = self._renderer.fragment(answered)
        yield ServerSentEvent(event="reply", data={"html": html, "status": answered.reply.status.value})

    def feedback(self, request: Request, opinion: Annotated[Opinion, Form()]) -> Response:
        """A thumb up or down: nothing back to a script, the page again to a plain form."""
        kept = self._assistant().feedback(opinion.answer_id, opinion.value)
        if "text/html" in request.headers.get("accept", ""):
            return RedirectResponse(f"{_back(request)}?thanks={'yes' if kept else 'no'}", 303)
        return Response(status_code=204 if kept else 404)

    def fresh(self) -> RedirectResponse:
        """Forget the conversation: the next person on a shared phone begins anew."""
        response = RedirectResponse("/", 303)
        response.delete_cookie(COOKIE, httponly=True, samesite="lax")
        return response

    def ours(self, request: Request) -> None:
        """Dependency of posts without a page of their own: refuses other sites' forms."""
        if not same_origin(request):
            raise HTTPException(403, self._wording("error.origin"))

    def _answer(self, ask: Ask, conversation: str, found: Callable[[str], None] = _unheard) -> Answered | None:
        """The answer, or None when the assistant cannot give any."""
        try:
            return self._assistant().answer(ask.inbound(), conversation, found)
        except Exception as error:  # noqa: BLE001 - the page says so itself, in words and with a number to call
            # Only the type, and no traceback: they may hold what the person wrote.
            log.error("no answer on the web page: %s", type(error).__name__)  # noqa: TRY400
            return None

    def _problem(self) -> str:
        return self._wording("answers.problem", hotline=self._wording("help.hotline"))

    def _thanks(self, value: str) -> str:
        texts = {"yes": "feedback.thanks", "no": "feedback.unknown"}
        return self._wording(texts[value]) if value in texts else ""

    def _html(self, view: View, status: int = 200, cookies: Response | None = None) -> HTMLResponse:
        """The page; an answer belongs to one person, so no cache between us and them may keep it."""
        response = HTMLResponse(self._renderer.page(view), status)
        response.headers["Cache-Control"] = "private, no-store" if view.answered else "no-cache"
        for value in cookies.headers.getlist("set-cookie") if cookies else ():
            response.headers.append("set-cookie", value)
        return response


def router(assistant: Callable[[], Assistant], secret: bytes, wording: Wording) -> APIRouter:
    """Everything under `/` for citizens. `assistant` is asked at each request, so it may be opened later."""
    pages = Pages(assistant, secret, wording)
    ours = [Depends(pages.ours)]
    routes = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)
    routes.add_api_route("/", pages.start)
    routes.add_api_route("/g/{code}", pages.guide)
    routes.add_api_route("/chat", pages.chat, methods=["POST"])
    routes.add_api_route("/chat", _home, methods=["GET"])
    routes.add_api_route(
        "/chat/stream",
        pages.stream,
        methods=["POST"],
        response_class=EventSourceResponse,
        dependencies=[*ours, Depends(pages.begin)],
    )
    routes.add_api_route("/chat/new", pages.fresh, methods=["POST"], dependencies=ours)
    routes.add_api_route("/feedback", pages.feedback, methods=["POST"], dependencies=ours)
    return routes


def _home() -> RedirectResponse:
    """Somebody reloads or shares the address of an answer to a form: there is nothing to show again."""
    return RedirectResponse("/", 303)


def _title(answered: Answered) -> str:
    procedure = answered.reply.procedure
    return procedure.title if procedure else ""


def _back(request: Request) -> str:
    """Path of our own page that the thumb was on: a guide, else the start page. Never another host."""
    path = urlsplit(request.headers.get("referer", "")).path
    code = clean(path.removeprefix("/g/"))
    return f"/g/{quote(code, safe='')}" if path.startswith("/g/") and code else "/"
