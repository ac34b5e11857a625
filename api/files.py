"""The files that pages need, and the API's documentation; all from this machine.

FastAPI's own documentation page loads Swagger UI from a public host. The same files lie in the package
fastapi-offline, which is made anew with each release of Swagger UI; only the files are used, since its page
has a script in line, which the content security policy here forbids.
"""

from __future__ import annotations

import html
from functools import cache
from importlib.resources import files
from string import Template

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse

from api.dependencies import root_of
from ontology.errors import NotFoundError
from viz.assets import assets

YEAR = "public, max-age=31536000, immutable"

router = APIRouter(include_in_schema=False)


@router.get("/docs")
async def get_documentation(request: Request) -> HTMLResponse:
    """Show Swagger UI over /openapi.json."""
    page = Template(files("api").joinpath("static", "documentation.html").read_text("utf-8"))
    return HTMLResponse(page.substitute(root=html.escape(root_of(request))))


@router.get("/static/{name}")
async def get_static(name: str) -> Response:
    """Give one of the files that pages name."""
    asset = assets().get(name)
    if asset is not None:
        # Pages name these with the version of their content.
        return Response(asset.text, headers={"Cache-Control": YEAR}, media_type=asset.media_type)
    found = _swagger(name)
    if found is None:
        raise NotFoundError(f"There is no file “{name}” here.")
    return Response(found, headers={"Cache-Control": "no-cache"}, media_type=_media_type(name))


@cache
def _swagger(name: str) -> bytes | None:
    if name == "documentation.js":
        return files("api").joinpath("static", name).read_bytes()
    if name in ("swagger-ui-bundle.js", "swagger-ui.css"):
        return files("fastapi_offline").joinpath("static", name).read_bytes()
    return None


def _media_type(name: str) -> str:
    return "text/css" if name.endswith(".css") else "text/javascript"
