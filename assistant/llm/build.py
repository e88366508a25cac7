"""From settings to a model: recorded answers, or a chain of providers behind breakers, or none."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.llm.breaker import Limits
from assistant.llm.called import Called, OnCall, unheard
from assistant.llm.chain import Chain
from assistant.llm.guarded import Guarded
from assistant.llm.lanes import Lanes
from assistant.llm.langchain_model import LangchainModel, open_langchain
from assistant.llm.links import Link, links
from assistant.llm.protocol import Model
from assistant.llm.recorder import Recording, Replay
from assistant.llm.retrying import Retrying, quiet
from assistant.settings import Llm

if TYPE_CHECKING:
    from prometheus_client import CollectorRegistry


def open_model(llm: Llm, on_call: OnCall = unheard, registry: CollectorRegistry | None = None) -> Model | None:
    """The model of an installation, None when none is set; raises SettingsInvalid where it cannot be set up.

    `on_call` is told of each request to a model and of each one left out (not of recorded answers); all are counted in
    `registry`, by default that of prometheus_client.
    """
    if llm.replay:
        return Replay(Path(llm.replay))
    if not llm.model:
        return None
    chain = _chain(llm, on_call, registry)
    return Recording(chain, Path(llm.record)) if llm.record else chain


def wordings(llm: Llm) -> Callable[[str, int], None] | None:
    """What counts the wordings of an installation; None where no model words anything."""
    if not (llm.write and (llm.model or llm.replay)):
        return None
    from assistant.llm.metering import Wordings  # the metrics are loaded only where there is something to count

    return Wordings()


def open_link(link: Link, llm: Llm, on_call: OnCall = unheard) -> LangchainModel:
    """One model of the chain as it is: no breaker, no second try."""
    return open_langchain(link, timeout=llm.timeout, temperature=llm.temperature, lanes=Lanes(llm.calls, llm.waiting),
                          on_call=on_call)  # fmt: skip


def _chain(llm: Llm, on_call: OnCall, registry: CollectorRegistry | None) -> Chain:
    from prometheus_client import REGISTRY

    from assistant.llm.metering import Metering, Price

    quiet()
    found = links(llm)
    prices = {link.name: Price(link.price_in, link.price_out) for link in found}
    metering = Metering(prices, registry or REGISTRY)

    def heard(called: Called) -> None:
        metering(called)
        on_call(called)

    limits = Limits(llm.failures, llm.rest)
    return Chain(
        tuple(
            Guarded(Retrying(open_link(link, llm, heard)), limits, name=link.name, on_call=heard,
                    on_breaker=metering.breaker)
            for link in found
        ),
        most=llm.timeout,
    )  # fmt: skip
