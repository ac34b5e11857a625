"""Connections to a Neo4j by its Bolt address, or to the embedded engine."""

from __future__ import annotations

import contextlib
import logging
from dataclasses import dataclass

import neo4j
from neo4j.exceptions import AuthError, ConfigurationError, DriverError, Neo4jError, ServiceUnavailable, SessionExpired

from graph import engine
from graph.settings import Settings
from ontology.errors import StoreError

_CONNECT_SECONDS = 10.0
LOST = (ServiceUnavailable, SessionExpired)
"""What the driver raises when the server is gone."""

# Without a handler of its own the driver would write each server notification to stderr.
logging.getLogger("neo4j").addHandler(logging.NullHandler())


@dataclass(frozen=True)
class Link:
    """The drivers of one connected store. `engine` is None for a Neo4j, where reader and writer are one."""

    address: str
    database: str | None
    writer: neo4j.Driver
    reader: neo4j.Driver
    engine: engine.Engine | None

    def session(self, driver: neo4j.Driver, access: str, fetch_size: int = 1000) -> neo4j.Session:
        """A session of one of the two drivers, to be closed by the caller."""
        return driver.session(database=self.database, default_access_mode=access, fetch_size=fetch_size)

    def close(self) -> None:
        """Close all connections."""
        self.writer.close()
        self.reader.close()
        if self.engine is not None:
            self.engine.close()


def connect(settings: Settings) -> Link:
    """Connect to the store that the settings name. Raises StoreError where it cannot be reached."""
    if settings.store is not None:
        password = settings.password
        auth = None if password is None else (settings.user, password.get_secret_value())
        driver = _driver(settings.store, auth, settings.user)
        return Link(settings.store, settings.database, driver, driver, None)
    running = engine.connect(settings)
    address = running.running.address
    with contextlib.ExitStack() as undo:
        undo.callback(running.close)
        writer = _driver(address, ("root", running.running.root), "root", quiet=False)
        undo.callback(writer.close)
        reader = _driver(address, ("reader", running.running.reader), "reader", quiet=False)
        undo.pop_all()
    return Link(address, engine.DATABASE, writer, reader, running)


def _driver(address: str, auth: tuple[str, str] | None, user: str, *, quiet: bool = True) -> neo4j.Driver:
    """Make a driver that has spoken with its server. `quiet` asks the server for no notifications."""
    severity = neo4j.NotificationMinimumSeverity.OFF if quiet else None
    try:
        driver = neo4j.GraphDatabase.driver(
            address,
            auth=auth,
            connection_timeout=_CONNECT_SECONDS,
            connection_acquisition_timeout=3 * _CONNECT_SECONDS,
            telemetry_disabled=True,
            notifications_min_severity=severity,
        )
    except (ConfigurationError, ValueError) as error:
        raise StoreError(
            f"{address!r} is no address of a store: {error}. Give one like neo4j://host:7687 in "
            "REFORMGRAPH_STORE, or leave it empty for the embedded engine."
        ) from error
    try:
        driver.verify_connectivity()
    except ConfigurationError as error:
        driver.close()
        if quiet:  # servers before 5.7 cannot be asked
            return _driver(address, auth, user, quiet=False)
        raise StoreError(unreachable(address, error)) from error
    except AuthError as error:
        driver.close()
        raise StoreError(
            f"The store at {address} does not accept user {user!r} with the given password. "
            "Set REFORMGRAPH_USER and REFORMGRAPH_PASSWORD."
        ) from error
    except (DriverError, Neo4jError) as error:
        driver.close()
        raise StoreError(unreachable(address, error)) from error
    return driver


def unreachable(address: str, error: Exception) -> str:
    """Say that a store cannot be reached, and what to do."""
    reason = " ".join(str(error).split())
    return (
        f"The store at {address} cannot be reached ({reason}). See that it is running and that "
        "REFORMGRAPH_STORE names it, or leave REFORMGRAPH_STORE empty for the embedded engine."
    )
