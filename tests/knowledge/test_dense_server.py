"""A real Chroma server, named by the setting MOCUA_CHROMA_URL."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from assistant.settings import load_settings
from assistant.wiring import build
from knowledge import phrasebook
from knowledge.index import dense
from tests.conftest import quiet
from tests.fixtures import RECORDS
from tests.knowledge.conftest import Write
from tests.knowledge.tiny_model import save_model


@pytest.fixture
def chroma_server(tmp_path: Path) -> Iterator[str]:
    """A real `chroma run` on a free port of the loopback."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    program = Path(sys.executable).with_name("chroma")
    command = [str(program), "run", "--host", "127.0.0.1", "--port", str(port), "--path", str(tmp_path / "served")]
    with (tmp_path / "chroma.log").open("wb") as log, subprocess.Popen(command, stdout=log, stderr=log) as process:
        try:
            _wait(f"http://127.0.0.1:{port}/api/v2/heartbeat", process)
            yield f"http://127.0.0.1:{port}"
        finally:
            process.kill()


def _wait(url: str, process: subprocess.Popen[bytes]) -> None:
    for _ in range(600):
        assert process.poll() is None, "the server ended by itself"
        try:
            if httpx.get(url).status_code == httpx.codes.OK:
                return
        except httpx.TransportError:
            time.sleep(0.05)
    raise AssertionError("the server did not answer")


@pytest.fixture
def _sessions_closed() -> Iterator[None]:
    """Chroma 1.5 leaves its HTTP sessions open (`FastAPI.stop`) and keeps them for the life of the process."""
    yield
    from chromadb.api.shared_system_client import SharedSystemClient

    for system in SharedSystemClient._identifier_to_system.values():
        for part in system._instances.values():
            if session := getattr(part, "_session", None):
                session.close()


@pytest.mark.usefixtures("_sessions_closed")
def test_a_chroma_server_holds_the_vectors(
    write: Write, chroma_server: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    model, home = save_model(tmp_path / "model"), tmp_path / "home"
    for name, value in {"HOME": str(home), "EMBEDDER": model, "CHROMA_URL": chroma_server}.items():
        monkeypatch.setenv(f"MOCUA_{name}", value)
    assistant = build(load_settings())
    assistant.library.import_paths([write("a.jsonl", RECORDS)], quiet)
    index = assistant.library.index()
    assert index.procedures(index.query("thuyền"))[0].code == "9.000004"
    assert not (home / "chroma").exists()
    store = dense.client(chroma_server, tmp_path)
    name = dense.collection_name(model, 1, phrasebook.digest(assistant.library.phrases))
    assert [c.name for c in store.list_collections()] == [name]
    assert store.get_collection(name).count() == len(RECORDS)
    assistant.close()
