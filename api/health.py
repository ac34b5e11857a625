"""Whether the service and its store answer."""

from __future__ import annotations

from dataclasses import asdict

from fastapi import APIRouter, Request, Response

from api.dependencies import StoreDep, answer, json
from api.models import Health
from api.responses import problems
from queries.documents import counts

router = APIRouter(tags=["service"])


@router.get("/health", response_model=Health, responses=problems(503))
async def get_health(request: Request, store: StoreDep) -> Response:
    """Tell whether the store answers, and what it holds."""
    found = await answer(counts, store)
    return json({"status": "ok", "version": request.app.version, "counts": [asdict(one) for one in found]})
