"""The server: API, page, health; security headers on everything."""

from __future__ import annotations

import secrets
from collections.abc import Awaitable, Callable
from pathlib import Path

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.middleware.gzip import GZipMiddleware
from fastapi.staticfiles import StaticFiles
from fastapi_offline import FastAPIOffline

from assistant import wording
from assistant.wiring import Assistant
from assistant.wording import Wording
from channels import api, health
from channels.web import pages

CSP = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'; manifest-src 'self'"
)
DOCS = "/docs"
DOCS_CSP = (
    "default-src 'self'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; img-src 'self' data:"
)
"""The API's own page is Swagger UI, served from this machine; it starts itself with an inline script."""
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cross-Origin-Opener-Policy": "same-origin",
}
LARGEST_BODY = 1_000_000
"""Bytes; a question is a few hundred."""


def create_app(assistant: Assistant) -> FastAPI:
    """The application around one assistant."""
    app = FastAPIOffline(
        title="Mở Cửa", version="1", docs_url=DOCS, redoc_url=None,
        description="Answers on Vietnamese public services from dated records. `POST /api/v1/ask` is the contract.",
    )  # fmt: skip
    page = wording.load(assistant.settings.language, "pages")
    words = Wording(page.language, {**page.texts, "help.hotline": assistant.settings.hotline})
    app.include_router(api.router(lambda: assistant))
    app.include_router(health.router(assistant))
    app.include_router(pages.router(lambda: assistant, signing_key(assistant), words))
    app.add_exception_handler(RequestValidationError, api.refused)
    app.mount("/static", StaticFiles(directory=pages.STATIC), name="static")
    app.add_middleware(GZipMiddleware, minimum_size=500)
    app.middleware("http")(_guard)
    return app


def signing_key(assistant: Assistant) -> bytes:
    """The key of the conversation cookie: from the settings, else made once and kept in the home folder."""
    if assistant.settings.secret:
        return assistant.settings.secret.encode()
    path: Path = assistant.settings.home / "secret"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(secrets.token_hex(32), "ascii")
    return path.read_bytes()


async def _guard(request: Request, call_next: Callable[[Request], Awaitable[Response]]) -> Response:
    """Bound the body by its announced size; set the security headers."""
    length = request.headers.get("content-length", "0")
    if length.isdigit() and int(length) > LARGEST_BODY:
        return Response("The request is too large.", 413, HEADERS)
    response = await call_next(request)
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    if request.url.path.startswith("/static/") and "v" in request.query_params:
        response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    response.headers.setdefault("Content-Security-Policy", DOCS_CSP if request.url.path == DOCS else CSP)
    return response
