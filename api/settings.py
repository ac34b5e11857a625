"""What the API may take and give; beside `graph.settings`, read from REFORMGRAPH_API_… in the environment."""

from __future__ import annotations

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class ApiSettings(BaseSettings):
    """Settings of the API at the moment of construction; an empty variable counts as absent."""

    model_config = SettingsConfigDict(env_prefix="REFORMGRAPH_API_", env_ignore_empty=True, frozen=True)

    #: Origins whose pages may read the API, parted by commas; * for all. None: no page of another origin.
    origins: str | None = None
    #: Answers of a release that are kept in memory, in megabytes; 0 keeps none.
    kept_megabytes: int = Field(default=64, ge=0)
    #: Seconds for which a look at the store's release holds, from its begin; a load is seen after that time at the latest.
    #: From half of it on a request begins the next one, for which none waits. A store gone is noticed as late.
    release_seconds: float = Field(default=1.0, ge=0)
    #: Questions that run at once; a question beyond waits. More only queue up inside the store.
    questions_at_once: int = Field(default=16, ge=1)
    #: Seconds until an answer must have begun, and bytes of a request's body.
    request_seconds: float = Field(default=60, gt=0)
    request_bytes: int = Field(default=2_000_000, ge=1)
    #: What one Cypher query may take: seconds, rows, bytes of the answer.
    cypher_seconds: float = Field(default=30, gt=0)
    cypher_rows: int = Field(default=100_000, ge=1)
    cypher_bytes: int = Field(default=20_000_000, ge=1)
    #: Requests of one key, as the package limits writes it; a key may have a rate of its own.
    rate: str = "600/minute"
    #: States that `/changes` can tell the difference to.
    states: int = Field(default=50, ge=1)

    @property
    def allowed_origins(self) -> list[str]:
        """The origins as a list."""
        return [one.strip() for one in (self.origins or "").split(",") if one.strip()]
