"""/healthz: the process lives. /readyz: it can answer. /docs: the API described, without outside hosts."""

from __future__ import annotations

from fastapi import APIRouter, Response

from assistant.errors import MocuaError
from assistant.wiring import Assistant
from knowledge.errors import KnowledgeError


def router(assistant: Assistant) -> APIRouter:
    """Health routes; they tell the truth: ready means a published generation is open."""
    health = APIRouter(tags=["health"])

    @health.get("/healthz")
    def alive() -> dict[str, str]:
        """200 while the process runs."""
        return {"status": "ok"}

    @health.get("/readyz", responses={503: {"description": "Nothing can be answered yet"}})
    def ready(response: Response) -> dict[str, str | int]:
        """200 when questions can be answered, with the generation and its size."""
        try:
            index = assistant.library.index()
        except (KnowledgeError, MocuaError) as error:
            response.status_code = 503
            return {"status": "not ready", "reason": type(error).__name__}
        return {"status": "ready", "generation": index.generation, "procedures": len(index)}

    return health
