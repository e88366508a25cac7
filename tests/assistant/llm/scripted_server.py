"""An OpenAI-compatible server on the loopback that answers as its script says: well, wrongly, late or not at all."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
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
STATUS = {"500": 500, "503": 503, "429": 429, "401": 401, "404": 404}


@dataclass
class ScriptedServer:
    """What it does with the next requests, and what it was asked."""

    behave: str = "good"
    """good, or one of BROKEN."""
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


def message(server: ScriptedServer, request: dict[str, Any]) -> dict[str, Any]:
    """The assistant's message for a request."""
    said = json.dumps(server.answer(request["messages"][-1]["content"]), ensure_ascii=False)
    match server.behave:
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
            if server.behave == "hang":
                server.released.wait()
            if server.behave in ("hang", "close"):
                return
            if server.behave in STATUS:
                self._send(STATUS[server.behave], b'{"error": {"message": "no"}}')
            elif server.behave == "garbage":
                self._send(200, b"\x00\xff\xfe{{{" * 50)
            elif server.behave == "html":
                self._send(200, b"<html><body>Welcome</body></html>", "text/html")
            else:
                self._send(200, json.dumps(self._completion(request)).encode())

        def _completion(self, request: dict[str, Any]) -> dict[str, Any]:
            choice = {"index": 0, "finish_reason": "stop", "message": message(server, request)}
            return {
                "id": "c1", "object": "chat.completion", "created": 1, "model": request["model"],
                "choices": [] if server.behave == "no_choices" else [choice],
                "usage": {"prompt_tokens": 1, "completion_tokens": 1, "total_tokens": 2},
            }  # fmt: skip

        def _send(self, status: int, body: bytes, kind: str = "application/json") -> None:
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            if status == 429:
                self.send_header("Retry-After", "60")
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
