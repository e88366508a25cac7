"""Settings from MOCUA_* environment variables or a TOML file; read in `wiring` alone."""

from __future__ import annotations

import os
import tomllib
from pathlib import Path
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    SettingsError,
    TomlConfigSettingsSource,
)

from assistant.errors import SettingsInvalid


class Limits(BaseModel):
    """Thresholds of the decision between answering, asking back and finding nothing (measured: README, Figures)."""

    model_config = ConfigDict(extra="forbid")

    question_chars: int = Field(default=2000, ge=100)
    """Longer messages are cut here; nobody's question is that long."""
    found: float = 0.33
    """Least word match (Hit.match) for an answer."""
    in_scope: float = 0.5
    """Probability of a question for us below which it is declined, handed over or taken as small talk."""
    sure: float = 0.36
    """Chance of the best procedure below which one question goes back."""
    passage: float = 0.37
    """Least score of a passage to be quoted."""


Method = Literal["function_calling", "json_schema", "json_mode"]


class Fallback(BaseModel):
    """A model that is asked where the ones before it fail; nothing of theirs is sent to it but the prompt."""

    model_config = ConfigDict(extra="forbid")

    model: str = Field(min_length=1)
    """As Llm.model."""
    base_url: str = ""
    """Address of an OpenAI-compatible server; default: the provider's own, never that of another model."""
    api_key: SecretStr = SecretStr("")
    """Its own key; that of another model is never used."""
    method: Method | None = None
    """None: as Llm.method."""
    price_in: float = Field(default=0.0, ge=0)
    """Units of currency for a million tokens read."""
    price_out: float = Field(default=0.0, ge=0)
    """Units of currency for a million tokens written."""

    @field_validator("base_url")
    @classmethod
    def _address(cls, value: str) -> str:
        return _address(value)


class Llm(BaseModel):
    """A language model that helps to find the procedure; nothing is asked while `model` is empty."""

    model_config = ConfigDict(extra="forbid")

    model: str = ""
    """Provider and name as LangChain's init_chat_model knows them, e.g. openai:gpt-4o-mini; "": no model."""
    base_url: str = ""
    """Address of an OpenAI-compatible server, e.g. http://localhost:8080/v1; default: the provider's own."""
    api_key: SecretStr = SecretStr("")
    """Key of the provider; a local server needs none."""
    method: Method = "function_calling"
    """How the model is held to the form of its answer; a server that ignores it may answer with plain JSON."""
    fallbacks: tuple[Fallback, ...] = ()
    """Asked in order where the model fails, within the same seconds; "openai:X" stands for {"model": "openai:X"}."""
    timeout: float = Field(default=4.0, gt=0)
    """Seconds a call may take."""
    budget: float = Field(default=6.0, gt=0)
    """Seconds all calls of a turn may take together."""
    skip_above: float = Field(default=0.8, ge=0)
    """Chance of the best record (Hit.chance, 0 to 1) from which no model is asked (docs/ablation.md: two calls in five
    questions instead of one in each, for the same recall)."""
    choose: bool = False
    """Whether a second call picks among the first ten records by their titles."""
    write: bool = False
    """Whether the model words the answers. Every figure, office and date stays the record's; off until the share of
    subtle errors that the rules stop is high enough (docs/adr/0017)."""
    temperature: float | None = 0.0
    """0: the same answer each time; empty for models that take none."""
    failures: int = Field(default=5, ge=1)
    """Calls that fail one after the other before the model is left alone."""
    rest: float = Field(default=30.0, ge=0)
    """Seconds it is left alone before one call tries again."""
    calls: int = Field(default=8, ge=1)
    """Calls to a model at once."""
    waiting: int = Field(default=8, ge=0)
    """Turns that may wait for a free call; the next one goes on without the model."""
    price_in: float = Field(default=0.0, ge=0)
    """Units of currency for a million tokens read; for the metrics alone."""
    price_out: float = Field(default=0.0, ge=0)
    """Units of currency for a million tokens written; for the metrics alone."""
    record: str = ""
    """Folder to keep the model's replies in, by the hash of the prompt; "": none are kept."""
    replay: str = ""
    """Folder or file of kept replies: only these answer, no model is called."""

    @field_validator("temperature", mode="before")
    @classmethod
    def _none_when_empty(cls, value: object) -> object:
        return None if value == "" else value

    @field_validator("fallbacks", mode="before")
    @classmethod
    def _by_name(cls, value: object) -> object:
        if not isinstance(value, list | tuple):
            return value
        return tuple({"model": entry} if isinstance(entry, str) else entry for entry in value)

    @field_validator("base_url")
    @classmethod
    def _address(cls, value: str) -> str:
        return _address(value)

    @model_validator(mode="after")
    def _first_of_all(self) -> Self:
        if self.fallbacks and not self.model:
            raise ValueError("FALLBACKS are asked after MODEL, which is not set")
        return self

    @property
    def to_understand(self) -> float:
        """Seconds for the first call of a turn."""
        return min(self.timeout, self.budget)

    @property
    def to_choose(self) -> float:
        """Seconds left for the second call of a turn when the first took all of its own; 0: none."""
        return max(min(self.timeout, self.budget - self.timeout), 0.0)


def _address(value: str) -> str:
    if value and not value.startswith(("http://", "https://")):
        raise ValueError("an address begins with http:// or https://")
    return value


class Settings(BaseSettings):
    """All settings with their defaults; nested ones as MOCUA_LIMITS__FOUND=0.4."""

    model_config = SettingsConfigDict(env_prefix="MOCUA_", env_nested_delimiter="__", extra="ignore")

    home: Path = Path("var")
    """Everything the program writes lies here."""
    database_url: str = ""
    """SQLAlchemy URL; default: SQLite in `home`."""
    chroma_url: str = ""
    """Chroma server, e.g. http://localhost:8001; default: embedded in `home`."""
    embedder: str = "bundled"
    """bundled | none | static:FOLDER | a sentence-transformers model by name or path"""
    language: str = "vi"
    limits: Limits = Limits()
    llm: Llm = Llm()
    hotline: str = "18001096"
    secret: str = ""
    """Signs the conversation cookie; default: made once and kept in `home`."""

    @property
    def database(self) -> str:
        """URL of the database."""
        return self.database_url or f"sqlite:///{(self.home / 'mocua.db').absolute()}"

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Arguments, then the environment, then the TOML file named by MOCUA_CONFIG or ./mocua.toml."""
        toml = Path(os.environ.get("MOCUA_CONFIG", "mocua.toml"))
        return init_settings, env_settings, TomlConfigSettingsSource(settings_cls, toml)


def load_settings() -> Settings:
    """The settings of this process; a wrong value is named in plain words."""
    try:
        return Settings()
    except ValidationError as error:
        first = error.errors()[0]
        name = "MOCUA_" + "__".join(str(part).upper() for part in first["loc"])
        raise SettingsInvalid(f"{name}: {first['msg']}", advice=f"Mend {name} or leave it out.") from error
    except tomllib.TOMLDecodeError as error:
        file = os.environ.get("MOCUA_CONFIG", "mocua.toml")
        raise SettingsInvalid(f"MOCUA_CONFIG: {file} is not TOML ({error})", advice="Mend that line.") from error
    except SettingsError as error:
        names = [f"MOCUA_{n.upper()}" for n in Settings.model_fields if f'"{n}"' in str(error)]
        what = ", ".join(names) or "a MOCUA_ variable"
        raise SettingsInvalid(f"{what}: not readable", advice=f"Set its parts, e.g. {what}__NAME=VALUE.") from error
