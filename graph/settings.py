"""Where the graph is kept, and the limits of the engine that keeps it."""

from __future__ import annotations

from pathlib import Path

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """Settings of the graph store, from REFORMGRAPH_… in the environment at the moment of construction.

    An empty variable counts as absent. A value given to the constructor wins over the environment.
    """

    model_config = SettingsConfigDict(env_prefix="REFORMGRAPH_", env_ignore_empty=True, frozen=True)

    #: Folder of the embedded engine; made when first needed. Relative to the working directory.
    data: Path = Path(".reformgraph")
    #: Bolt address of a Neo4j, such as neo4j://host:7687. None: the embedded engine in `data`.
    store: str | None = None
    #: User and password of that Neo4j; the embedded engine makes its own. No password: no authentication.
    user: str = "neo4j"
    password: SecretStr | None = None
    #: Database of that Neo4j. None: the user's home database.
    database: str | None = None
    #: Seconds without any client after which the embedded engine stops by itself.
    engine_idle_seconds: float = Field(default=60, gt=0)
    #: Java heap of the embedded engine, as Java writes it: 512m, 2g.
    engine_heap: str = Field(default="512m", pattern=r"^[1-9][0-9]*[kmgKMG]$")
    #: Seconds that a client waits for the embedded engine to answer.
    engine_start_seconds: float = Field(default=60, gt=0)
    #: What one SPARQL query may take: seconds, rows, memory beside what the release takes.
    sparql_seconds: float = Field(default=30, gt=0)
    sparql_rows: int = Field(default=100_000, ge=1)
    sparql_megabytes: int = Field(default=1_000, ge=50)
    #: Folder of the embedding model; `reformgraph model` fills it. None: a folder of the user's cache.
    model: Path | None = None

    #: A judge that proposes verdicts on pairs; without one of the two nothing is asked and nothing is sent.
    #: Address of an OpenAI-compatible endpoint, up to and with its version (http://localhost:11434/v1).
    judge_url: str | None = None
    #: Model of that endpoint, and the key that it wants; None: no key is sent.
    judge_model: str | None = None
    judge_key: SecretStr | None = None
    #: A cross-encoder: a folder with model.onnx and tokenizer.json, or the name of a repository of the hub.
    judge_cross_encoder: str | None = None
    #: Seconds that one verdict may take, waiting for the endpoint's leave included.
    judge_seconds: float = Field(default=60, gt=0)

    @property
    def model_folder(self) -> Path:
        """Where the embedding model is kept, or would be."""
        if self.model is not None:
            return self.model
        from platformdirs import user_cache_path

        return user_cache_path("reformgraph") / "models" / "bge-small-zh-v1.5"
