"""The application: routes over one store, opened when the server starts and closed when it stops."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from importlib.metadata import PackageNotFoundError, version

import anyio.to_thread
from fastapi import FastAPI, Request, Response
from starlette.middleware.gzip import GZipMiddleware

from api import agencies, documents, explorer, files, health, judgements, lineage, measures, reconcile, search, sparql
from api.errors import add_error_handlers
from api.models import Problem
from graph.projection import node_labels
from graph.settings import Settings
from graph.sparql.service import open_sparql
from graph.store import Store, open_store

DESCRIPTION = """\
Policy reform measures, the bodies that carry them, and what documents say about where they came from.

Every relationship has its evidence: the words of a document, and where they stand. `null` means that the
document does not state a value; nothing is ever guessed. A measure's id is `document/number`, or
`document/list-number` where a document has several lists.
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


def create_app(settings: Settings | None = None, store: Store | None = None) -> FastAPI:
    """Build the application.

    With `store` it answers from that one and leaves it open at the end. Without, it opens the store that
    `settings` name (None: those of the environment) when the server starts, and closes it when it stops.
    """

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        with open_sparql(settings or Settings()) as app.state.sparql:
            async with stored(app):
                yield

    @asynccontextmanager
    async def stored(app: FastAPI) -> AsyncIterator[None]:
        if store is not None:
            app.state.store = store
            yield
            return
        opened = await anyio.to_thread.run_sync(open_store, settings or Settings())
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
        docs_url=None,  # it would load scripts from a public host; api.files serves its own
        redoc_url=None,
        license_info={"name": "Apache-2.0", "identifier": "Apache-2.0"},
    )
    for one in (health, measures, judgements, lineage, agencies, documents, search, sparql, reconcile, explorer, files):
        app.include_router(one.router)
    add_error_handlers(app)
    app.add_middleware(GZipMiddleware, minimum_size=1024)
    app.middleware("http")(_secure)
    _describe_problems(app)
    return app


async def _secure(request: Request, call_next: Callable[[Request], Awaitable[Response]]) -> Response:
    response = await call_next(request)
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    return response


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
