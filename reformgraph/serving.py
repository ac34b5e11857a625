"""The API and the explorer, served on this machine."""

from __future__ import annotations

import contextlib
import ipaddress
import socket

import click

from graph.settings import Settings

PREFERRED_PORT = 8600


def serve(settings: Settings, host: str, port: int | None) -> None:
    """Serves until interrupted; prints the address once the port is taken."""
    import uvicorn

    from api.app import create_app

    with _listening(host, port) as listener:
        address = f"http://{host}:{listener.getsockname()[1]}"
        if not ipaddress.ip_address(socket.gethostbyname(host)).is_loopback:
            click.secho(f"{host} can be reached from other machines; nothing but the network protects it", fg="yellow")
        click.echo(f"Explorer: {address}/explorer\nAPI:      {address}/docs\nStop with Ctrl-C.")
        config = uvicorn.Config(create_app(settings), log_level="warning", server_header=False)
        with contextlib.suppress(KeyboardInterrupt):
            uvicorn.Server(config).run(sockets=[listener])


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
        listener.listen(128)
        return listener
    raise click.ClickException(f"port {port} on {host} is in use; choose another with --port")
