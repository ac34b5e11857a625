"""The API and the explorer, served on this machine, or with keys to others."""

from __future__ import annotations

import contextlib
import ipaddress
import logging
import socket
import sys

import click

from graph.settings import Settings

PREFERRED_PORT = 8600
LOOPBACK_NAMES = ("localhost", "127.0.0.1")
GRACE_SECONDS = 20
"""For requests under way when the server is told to stop."""
WAITING = 512
"""Connections at once; one more is answered with 503."""


def serve(settings: Settings, host: str, port: int | None) -> None:
    """Serves until interrupted; prints the address once the port is taken.

    Raises `click.ClickException` for an address that other machines can reach while no API key holds.
    """
    import uvicorn

    from api.app import create_app
    from api.keys import Keys

    loopback = ipaddress.ip_address(socket.gethostbyname(host)).is_loopback
    if not loopback and not any(key.holds() for key in Keys(settings.data).all()):
        raise click.ClickException(
            f"{host} can be reached from other machines, and no API key is held in {settings.data}; "
            "make one first: reformgraph keys create NAME"
        )
    with _listening(host, port) as listener:
        address = f"http://{host}:{listener.getsockname()[1]}"
        click.echo(f"Explorer: {address}/explorer\nAPI:      {address}/docs\nStop with Ctrl-C.")
        if not loopback:
            click.echo("Every request needs an API key; a browser asks for it as a password.")
        log_as_json(logging.WARNING if loopback else logging.INFO)
        app = create_app(settings, guarded=not loopback, hosts=LOOPBACK_NAMES if loopback else ("*",))
        config = uvicorn.Config(
            app,
            log_config=None,
            access_log=False,
            server_header=False,
            limit_concurrency=WAITING,
            timeout_graceful_shutdown=GRACE_SECONDS,
        )
        with contextlib.suppress(KeyboardInterrupt):
            uvicorn.Server(config).run(sockets=[listener])


def log_as_json(level: int) -> None:
    """Writes what the server logs to standard error, an object of JSON a line."""
    import structlog

    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[
                structlog.stdlib.add_log_level,
                structlog.stdlib.add_logger_name,
                structlog.stdlib.ExtraAdder(),
                structlog.processors.TimeStamper(fmt="iso", utc=True),
            ],
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.format_exc_info,
                structlog.processors.JSONRenderer(ensure_ascii=False),
            ],
        )
    )
    for name in ("reformgraph", "uvicorn"):
        logger = logging.getLogger(name)
        logger.handlers, logger.propagate = [handler], False
        logger.setLevel(level)


def _listening(host: str, port: int | None) -> socket.socket:
    """A socket that listens: on the port asked for, else on the preferred one, else on any that is free."""
    for candidate in [port] if port is not None else [PREFERRED_PORT, 0]:
        listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((host, candidate))
        except OSError:
            listener.close()
            continue
        listener.listen(WAITING)
        return listener
    raise click.ClickException(f"port {port} on {host} is in use; choose another with --port")
