"""Who may post, and which conversation a browser is in."""

from __future__ import annotations

import hmac
from dataclasses import dataclass
from hashlib import sha256
from urllib.parse import urlsplit
from uuid import uuid4

from fastapi import Request, Response

COOKIE = "mocua_talk"
_HOURS_12 = 12 * 60 * 60
"""Phones are lent and shared: a conversation is forgotten by the next day."""


def same_origin(request: Request) -> bool:
    """Whether a post comes from our own page.

    `Origin` is compared with `Host` when the browser sends it. A page under a strict referrer policy sends
    "null"; then only the browser's own word (`Sec-Fetch-Site`) tells our form from a stranger's.
    """
    origin = request.headers.get("origin")
    if origin is None:
        return True
    if origin == "null":
        return request.headers.get("sec-fetch-site") == "same-origin"
    return urlsplit(origin).netloc.casefold() == request.headers.get("host", "").casefold()


@dataclass(frozen=True, slots=True)
class Conversations:
    """Conversation ids in a signed cookie; nothing else is kept in the browser."""

    secret: bytes

    def current(self, request: Request) -> str | None:
        """The conversation of this browser; None when there is no cookie or somebody has changed it."""
        conversation, _, signature = request.cookies.get(COOKIE, "").partition(".")
        genuine = hmac.compare_digest(signature.encode(), self._sign(conversation).encode())
        return conversation if conversation and genuine else None

    def of(self, request: Request, response: Response) -> str:
        """The conversation of this browser, begun now when there is none."""
        conversation = self.current(request) or uuid4().hex
        response.set_cookie(
            COOKIE,
            f"{conversation}.{self._sign(conversation)}",
            max_age=_HOURS_12,
            httponly=True,
            samesite="lax",
            secure=request.url.scheme == "https",
        )
        return conversation

    def _sign(self, conversation: str) -> str:
        # The purpose is part of what is signed: the same secret may sign other things elsewhere.
        return hmac.new(self.secret, b"web-conversation:" + conversation.encode(), sha256).hexdigest()
