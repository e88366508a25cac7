"""A scripted server for each test, and the model behind it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from assistant.llm.build import open_model
from assistant.llm.protocol import Model
from assistant.settings import Llm
from tests.assistant.llm.scripted_server import ScriptedServer, running


@pytest.fixture
def server() -> Iterator[ScriptedServer]:
    """A server that answers well until it is told otherwise."""
    with running() as script:
        yield script


@pytest.fixture
def llm(server: ScriptedServer) -> Llm:
    """Settings of a model on that server."""
    return Llm(model="openai:scripted", base_url=server.url, failures=1000)


@pytest.fixture
def model(llm: Llm) -> Model:
    """The model by those settings."""
    opened = open_model(llm)
    assert opened is not None
    return opened
