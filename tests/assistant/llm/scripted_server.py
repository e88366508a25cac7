"""An OpenAI-compatible server on the loopback that answers as its script says: well, wrongly, late or not at all."""

from __future__ import annotations

import json
import os
import socket
import struct
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Answer = dict[str, Any]
GOOD: Answer = {
    "intent": "ask",
    "titles": ["Thủ tục đăng ký khai tử"],
    "facet": "documents",
    "language": "vi",
    "question": "Đăng ký khai tử cần giấy tờ gì?",
}
STYLES = ("tool", "json", "fenced", "talk")
"""How a good answer comes: by a tool call, or as JSON in the text: bare, fenced, with thoughts and talk around it."""
BROKEN = (
    "half_json", "empty_answer", "no_choices", "empty_titles", "wrong_kinds", "missing_field", "500", "503", "429",
    "401", "404", "hang", "close", "refuse", "garbage", "html", "huge", "braces", "deep", "not_json_tool",
)  # fmt: skip
"""Ways to fail; each must end as without a model."""
CUT = ("half_stream", "reset", "wrong_model", "502", "504")
"""Some more: an answer that breaks off, a connection that is reset (RST), a model that is not there, proxies."""
THEN_GOOD = " then good"
"""After any way to fail, e.g. "429 then good": the first request fails, the next ones do not."""
STATUS = {
    "500": 500, "502": 502, "503": 503, "504": 504, "429": 429, "401": 401, "403": 403, "404": 404, "wrong_model": 404,
}  # fmt: skip
NO_MODEL = {"message": "The model does not exist", "type": "invalid_request_error", "code": "model_not_found"}
PATH = "/v1/chat/completions"
"""The only one; others are as on any web server."""


@dataclass
class ScriptedServer:
    """What it does with the next requests, and what it was asked."""

    behave: str = "good"
    """good, slow, or one of BROKEN and CUT, which may end in THEN_GOOD."""
    seconds: float = 2.0
    """How long "slow" takes; the end of the test ends it."""
    retry_after: str = "60"
    """Header of 429 and 503; "": none."""
    usage: tuple[int, int] = (1, 1)
    """Tokens of an answer: read, written."""
    style: str = "tool"
    """One of STYLES; for good answers."""
    answer: Callable[[str], Answer] = field(default=lambda prompt: GOOD)
    """Prompt -> the answer of a good server."""
    requests: list[dict[str, Any]] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    url: str = ""
    """Base URL, with /v1."""
    released: threading.Event = field(default_factory=threading.Event)
    """Set at the end: what hangs lets go."""

    @property
    def prompts(self) -> list[str]:
        """The text of each request."""
        return [request["messages"][-1]["content"] for request in self.requests]


def message(server: ScriptedServer, request: dict[str, Any], behave: str) -> dict[str, Any]:
    """The assistant's message for a request."""
    said = json.dumps(server.answer(request["messages"][-1]["content"]), ensure_ascii=False)
    match "good" if behave == "slow" else behave:
        case "good" if server.style == "tool" and request.get("tools"):
            return _tool(request, said)
        case "good":
            talk = f"<think>{{hm}}</think> Here: {said} Bye {{}}"
            return _text({"fenced": f"```json\n{said}\n```", "talk": talk}.get(server.style, said))
        case "half_json":
            return _text(said[: len(said) // 2])
        case "empty_titles":
            return _tool(request, json.dumps({**GOOD, "titles": ["", "  ", "\u200b", "?!"]}))
        case "wrong_kinds":
            return _tool(request, json.dumps({**GOOD, "titles": 7, "intent": "buy"}))
        case "missing_field":
            return _tool(request, json.dumps({"titles": GOOD["titles"]}))
        case "not_json_tool":
            return _tool(request, said[:-3])
        case "refuse":
            return {"role": "assistant", "content": None, "refusal": "I cannot help with that."}
        case "huge":
            return _text("lệ phí 5.000.000 đồng " * 10_000)
        case "braces":
            return _text("{" * 200_000)
        case "deep":
            return _tool(request, '{"titles":' * 20_000)
        case _:
            return _text("")


def _text(content: str) -> dict[str, Any]:
    return {"role": "assistant", "content": content}


def _tool(request: dict[str, Any], arguments: str) -> dict[str, Any]:
    if not request.get("tools"):
        return _text(arguments)
    call = {"name": request["tools"][0]["function"]["name"], "arguments": arguments}
    calls = [{"id": "call_1", "type": "function", "function": call}]
    return {"role": "assistant", "content": None, "tool_calls": calls}


def _handler(server: ScriptedServer) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        """One request."""

        wbufsize = -1
        """Head and body leave together: no waiting for an acknowledgement between them."""

        def do_POST(self) -> None:
            request = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            server.requests.append(request)
            server.headers.append({name.lower(): value for name, value in self.headers.items()})
            behave = server.behave
            if behave.endswith(THEN_GOOD):
                behave, server.behave = behave.removesuffix(THEN_GOOD), "good"
            with suppress(ConnectionError):  # a client that did not wait
                self._behave(behave if self.path == PATH else "wrong_path", request)

        def _behave(self, behave: str, request: dict[str, Any]) -> None:
            if behave in ("hang", "slow"):
                over = server.released.wait(None if behave == "hang" else server.seconds)
                if over or behave == "hang":
                    return
            if behave == "close":
                return
            if behave == "reset":
                self._reset()
            elif behave in STATUS:
                body = {"error": NO_MODEL if behave == "wrong_model" else {"message": "no"}}
                self._send(STATUS[behave], json.dumps(body).encode())
            elif behave == "wrong_path":
                self._send(404, b"404 page not found", "text/plain")
            elif behave == "garbage":
                self._send(200, b"\x00\xff\xfe{{{" * 50)
            elif behave == "html":
                self._send(200, b"<html><body>Welcome</body></html>", "text/html")
            elif behave == "half_stream":
                self._send(200, json.dumps(self._completion(request, "good")).encode(), missing=100)
            else:
                self._send(200, json.dumps(self._completion(request, behave)).encode())

        def _reset(self) -> None:
            """RST in place of FIN: closed with linger 0, and under the server, which would shut it down first."""
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            os.close(self.connection.detach())

        def _completion(self, request: dict[str, Any], behave: str) -> dict[str, Any]:
            choice = {"index": 0, "finish_reason": "stop", "message": message(server, request, behave)}
            read, written = server.usage
            return {
                "id": "c1", "object": "chat.completion", "created": 1, "model": request["model"],
                "choices": [] if behave == "no_choices" else [choice],
                "usage": {"prompt_tokens": read, "completion_tokens": written, "total_tokens": read + written},
            }  # fmt: skip

        def _send(self, status: int, body: bytes, kind: str = "application/json", missing: int = 0) -> None:
            """The answer; with so many bytes more in its head than in its body."""
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body) + missing))
            if status in (429, 503) and server.retry_after:
                self.send_header("Retry-After", server.retry_after)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            """Nothing on the console."""

    return Handler


@contextmanager
def running() -> Iterator[ScriptedServer]:
    """A server on a free port, for as long as the block runs."""
    script = ScriptedServer()
    with ThreadingHTTPServer(("127.0.0.1", 0), _handler(script)) as server:
        server.daemon_threads = True
        script.url = f"http://127.0.0.1:{server.server_address[1]}/v1"
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield script
        finally:
            script.released.set()
            server.shutdown()
            thread.join()
