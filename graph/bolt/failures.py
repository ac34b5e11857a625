"""A driver's errors in the project's own words."""

from __future__ import annotations

import neo4j
from neo4j.exceptions import AuthError, DriverError, Neo4jError

from graph.bolt.link import Link
from ontology.errors import QueryError, StoreError


class EngineKilledError(Exception):
    """A query would not end; the embedded engine's process was ended instead."""


def late(timeout: float) -> str:
    """Say that a query ran over its time."""
    return f"The query ran over {timeout:g} seconds and was ended. Ask for less, or allow more time."


def ran_out(error: Exception, seconds: float, timeout: float) -> bool:
    """Whether this is Neo4j's way to say that a transaction took longer than it may."""
    code = (error.code or "") if isinstance(error, Neo4jError) else ""
    return ("Time" in code and "Out" in code) or ("Terminated" in code and seconds >= timeout)


def explained(error: DriverError | Neo4jError, link: Link) -> QueryError | StoreError:
    """Put a driver's error into the project's own family, with the engine's own words and position."""
    if isinstance(error, AuthError) and not isinstance(error, neo4j.exceptions.Forbidden):
        return StoreError(f"The store at {link.address} no longer accepts the user: {message_of(error, link)}")
    code = getattr(error, "code", "") or ""
    if ".Database." in code:
        return StoreError(f"The database at {link.address} cannot be used: {message_of(error, link)}")
    if "AccessMode" in code or "Forbidden" in code:
        return QueryError(f"Only reading is allowed here: {message_of(error, link)}")
    if "SyntaxError" in code:
        return QueryError(f"The query cannot be understood: {message_of(error, link)}")
    return QueryError(f"The query failed: {message_of(error, link)}")


def message_of(error: DriverError | Neo4jError, link: Link) -> str:
    """Return what the engine says; where it says only that it failed, the reason that its log gives."""
    message = str(getattr(error, "message", None) or error).strip()
    if link.engine is not None and message.startswith("Error executing"):
        return link.engine.cause(message) or message
    return message
