"""The forms of a model's answers: the schema is sent along, so names and descriptions are part of the prompts.

A field more than asked for is dropped; a field missing or of another kind makes the whole answer nonsense.
"""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

from assistant.types import Facet, Intent

_EXACT = ConfigDict(extra="ignore", json_schema_extra={"additionalProperties": False})


class Understood(BaseModel):
    """What the message asks for."""

    model_config = _EXACT

    intent: Intent = Field(description="What the person wants")
    titles: list[str] = Field(
        description="Up to three likely official titles of the procedure, in Vietnamese, likeliest first",
        json_schema_extra={"maxItems": 3},
    )
    facet: Facet = Field(description="The side of the procedure that is asked for")
    language: str = Field(description="Language of the message, BCP-47")
    question: str = Field(description="The message as one question that stands alone, in its own language")


class Chosen(BaseModel):
    """Which procedure of the list is meant."""

    model_config = _EXACT

    choice: str = Field(description="The code of one procedure of the list, or none")


class Phrased(BaseModel):
    """How people would ask for a procedure."""

    model_config = _EXACT

    asks: list[str] = Field(description="Eight different ways to ask, in Vietnamese")


class Sentence(BaseModel):
    """One sentence, and the statements it rests on."""

    model_config = _EXACT

    text: str = Field(description="The sentence in Vietnamese, with marks such as {2a} in place of values")
    rests_on: list[int] = Field(description="Numbers of the statements it rests on; empty for a courtesy")


class Composed(BaseModel):
    """The answer in the model's words."""

    model_config = _EXACT

    sentences: list[Sentence] = Field(
        description="One to four short sentences", json_schema_extra={"maxItems": 4, "minItems": 1}
    )
