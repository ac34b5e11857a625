"""The application: routes over one store, opened when the server starts and closed when it stops."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from importlib.metadata import PackageNotFoundError, version

import anyio
import anyio.to_thread
from fastapi import FastAPI
from starlette.middleware.cors import CORSMiddleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette_compress import CompressMiddleware, add_compress_type

from api import (
    agencies,
    ancestry,
    documents,
    explorer,
    files,
    health,
    judgements,
    lineage,
    linked,
    measures,
    mechanisms,
    questions,
    reconcile,
    relations,
    search,
    sparql,
)
from api.edge import EdgeMiddleware, Metrics, TimeMiddleware
from api.errors import add_error_handlers
from api.guard import GuardMiddleware
from api.kept import KeptMiddleware
from api.keys import Keys
from api.models import Problem
from api.release import Watch
from api.settings import ApiSettings
from api.states import States
from graph.projection import node_labels
from graph.settings import Settings
from graph.sparql.service import open_sparql
from graph.store import Store, open_store

DESCRIPTION = """\
Policy reform measures, the bodies that carry them, and what documents say about where they came from.

Every relationship has its evidence: the words of a document, and where they stand. `null` means that the
document does not state a value; nothing is ever guessed. A measure's id is `document/number`, or
`document/list-number` where a document has several lists.

Lists come a page at a time: `next` is the cursor of the page that follows, good within one release; `Link` has the
same. `fields` keeps some fields of each item. With `Accept: text/csv` or `application/x-ndjson` a list comes whole.

Every answer has an `X-Request-ID`, every answer to a GET an `ETag`: asked again with `If-None-Match` it is a 304 for
as long as the release is the same. Errors are problem documents (RFC 9457) whose `code` stays.

A deprecated path says so (`Deprecation`, and `Link` with `successor-version`); it answers as before for a year at least.
"""

#: Nothing is loaded from elsewhere. Styles may stand in line, since vis-network and Swagger UI set them so.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


ROUTERS = (
    health,
    measures,
    lineage,
    ancestry,
    judgements,
    relations,
    agencies,
    documents,
    mechanisms,
    questions,
    search,
    sparql,
    reconcile,
    linked,
    explorer,
    files,
)
EXPOSED = ["ETag", "Link", "Retry-After", "X-Request-ID", "Reformgraph-Truncated", "Deprecation"]
"""Headers that a page of another origin may read."""
DAY_SECONDS = 86_400

for _text in ("text/csv", "text/turtle", "text/tab-separated-values", "application/n-triples", "application/x-ndjson"):
    add_compress_type(_text)
for _text in ("application/problem+json", "application/sparql-results+json", "application/sparql-results+xml"):
    add_compress_type(_text)


def create_app(
    settings: Settings | None = None,
    store: Store | None = None,
    *,
    limits: ApiSettings | None = None,
    guarded: bool = False,
    hosts: Sequence[str] = ("*",),
) -> FastAPI:
    """Build the application.

    With `store` it answers from that one and leaves it open at the end. Without, it opens the store that
    `settings` name (None: those of the environment) when the server starts, and closes it when it stops.
    With `guarded` nothing is read without an API key of the data folder; judgements need one anyway. `hosts` are
    the names by which it may be asked: on loopback, a page elsewhere could give its own name that address.
    """
    settings_given = settings is not None
    settings, limits = settings or Settings(), limits or ApiSettings()

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        anyio.to_thread.current_default_thread_limiter().total_tokens = limits.questions_at_once
        app.state.judging = anyio.Lock()
        with open_sparql(settings) as app.state.sparql:
            async with stored(app):
                # Without settings nothing is said of a data folder, and nothing is written to one.
                app.state.states = States(settings.data / "states" if settings_given else None, limits.states)
                async with Watch(app.state.store, limits.release_seconds, app.state.states.see) as app.state.watch:
                    try:
                        yield
                    finally:
                        app.state.states.stop()
                app.state.watch = None

    @asynccontextmanager
    async def stored(app: FastAPI) -> AsyncIterator[None]:
        if store is not None:
            app.state.store = store
            yield
            return
        opened = await anyio.to_thread.run_sync(open_store, settings)
        app.state.store = opened
        try:
            await anyio.to_thread.run_sync(opened.ensure_schema, node_labels())
            yield
        finally:
            app.state.store = None
            await anyio.to_thread.run_sync(opened.close)

    app = FastAPI(
        title="Reform Graph",
        version=_version(),
        description=DESCRIPTION,
        lifespan=lifespan,
        generate_unique_id_function=lambda route: route.name,  # names of functions in clients made from the contract
        docs_url=None,  # it would load scripts from a public host; api.files serves its own
        redoc_url=None,
        license_info={"name": "Apache-2.0", "identifier": "Apache-2.0"},
    )
    app.state.settings, app.state.limits, app.state.metrics = settings, limits, Metrics()
    for one in ROUTERS:
        app.include_router(one.router)
    add_error_handlers(app)
    # The last that is added is the first that a request meets.
    app.add_middleware(CompressMiddleware, minimum_size=1024, brotli=False)
    app.add_middleware(TimeMiddleware, seconds=limits.request_seconds)
    app.add_middleware(KeptMiddleware, megabytes=limits.kept_megabytes, version=app.version)
    app.add_middleware(GuardMiddleware, keys=Keys(settings.data), guarded=guarded, rate=limits.rate)
    if limits.allowed_origins:
        app.add_middleware(
            CORSMiddleware,
            allow_origins=limits.allowed_origins,
            allow_methods=["GET", "HEAD", "POST", "DELETE"],
            allow_headers=["Authorization", "X-API-Key", "X-Request-ID", "If-None-Match", "Content-Type"],
            expose_headers=EXPOSED,
            max_age=DAY_SECONDS,
        )
    app.add_middleware(TrustedHostMiddleware, allowed_hosts=list(hosts), www_redirect=False)
    app.add_middleware(
        EdgeMiddleware,
        headers=HEADERS,
        metrics=app.state.metrics,
        largest=limits.request_bytes,
    )
    _describe_problems(app)
    return app


def _describe_problems(app: FastAPI) -> None:
    """Put the problem document into the published schemas, in place of FastAPI's own validation error."""
    plain = app.openapi

    def described() -> dict[str, object]:
        if app.openapi_schema is None:
            found = plain()
            schemas = found.setdefault("components", {}).setdefault("schemas", {})
            for name in ("HTTPValidationError", "ValidationError"):
                schemas.pop(name, None)
            problem = Problem.model_json_schema(ref_template="#/components/schemas/{model}")
            schemas.update(problem.pop("$defs", {}))
            schemas["Problem"] = problem
            found["components"]["schemas"] = dict(sorted(schemas.items()))
            app.openapi_schema = found
        return app.openapi_schema

    app.openapi = described  # type: ignore[method-assign]


def _version() -> str:
    try:
        return version("reformgraph")
    except PackageNotFoundError:
        return "0"
