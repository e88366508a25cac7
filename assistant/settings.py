"""Settings from MOCUA_* environment variables or a TOML file; read in `wiring` alone."""

from __future__ import annotations

import os
import tomllib
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError
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
    found: float = 0.52
    """Least word match (Hit.match) for an answer."""
    clarify_gap: float = 0.03
    """Two different procedures closer than this in score: one question back."""
    passage: float = 0.5
    """Least score of a passage to be quoted."""


class Settings(BaseSettings):
    """All settings with their defaults; nested ones as MOCUA_LIMITS__FOUND=0.4."""

    model_config = SettingsConfigDict(env_prefix="MOCUA_", env_nested_delimiter="__", extra="ignore")

    home: Path = Path("var")
    """Everything the program writes lies here."""
    database_url: str = ""
    """SQLAlchemy URL; default: SQLite in `home`."""
    chroma_url: str = ""
    """Chroma server, e.g. http://localhost:8001; default: embedded in `home`."""
    embedder: str = "none"
    """none | static:FOLDER | a sentence-transformers model by name or path"""
    language: str = "vi"
    limits: Limits = Limits()
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
