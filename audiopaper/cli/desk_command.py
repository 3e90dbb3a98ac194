"""``audiopaper desk``: a page on which an editor hears, changes and approves the episode."""

from __future__ import annotations

import importlib
import ipaddress
import os
import socket
import threading
import webbrowser
from typing import TYPE_CHECKING

import click

from audiopaper.cli.options import config_option, output_option, read_settings
from audiopaper.errors import ConfigError, MissingProgramError, PublishError
from audiopaper.translations import VARIABLE, _, system_reason

if TYPE_CHECKING:
    from pathlib import Path

    from audiopaper.desk.access import Access

PASSWORD_VARIABLE = "AUDIOPAPER_DESK_PASSWORD"
_MIN_PASSWORD = 10


@click.command("desk")
@click.option("--port", type=click.IntRange(0, 65535), default=8765, show_default=True)
@click.option(
    "--host",
    default="127.0.0.1",
    show_default=True,
    metavar="ADDRESS",
    help=f"Address to answer at; another than this machine's own needs {PASSWORD_VARIABLE}.",
)
@click.option(
    "--name",
    "names",
    multiple=True,
    metavar="NAME",
    help="A host name under which the desk is reached, where TLS stands in front of it.",
)
@click.option(
    "--language",
    type=click.Choice(["zh", "en"]),
    help="Language of the page, in place of the configured one.",
)
@click.option("--open/--no-open", "opening", default=True, help="Open the page in a browser.")
@output_option
@config_option
def desk_command(
    port: int,
    host: str,
    names: tuple[str, ...],
    language: str | None,
    opening: bool,
    output: Path | None,
    config_path: Path | None,
) -> None:
    """Serve the desk, on which an editor hears, changes and approves the day's episode.

    It answers to this machine alone. With --host it asks for a password and speaks plain HTTP:
    put a server with TLS in front of it, and give its name with --name. Ends with Ctrl-C; an
    episode that is being made goes on.

    \b
    Examples:
      audiopaper desk
      audiopaper desk --language en --port 9000
    """
    _require_packages()
    import uvicorn

    from audiopaper.desk.app import make_desk, warm_desk
    from audiopaper.desk.renderer import Desk, Renderer

    config = read_settings(config_path, output)
    access = _make_access(host, names)
    desk = Desk(
        config_path=config_path and config_path.absolute(),
        output=output and output.absolute(),
        language=language or config.desk.language,
        access=access,
        speaks_ahead=True,
        ending=lambda: server.should_exit,
    )
    renderer = Renderer(desk)
    settings = uvicorn.Config(
        make_desk(renderer), log_level="warning", access_log=False, timeout_graceful_shutdown=2
    )
    server = uvicorn.Server(settings)
    with _listen(host, port) as listening:
        _show_address(listening, protected=access.password is not None, opening=opening)
        # The tables of readings take a second or two to load; load them before the first visitor.
        # Failures stand beside the desk's own words; the worker, too, says them in that language.
        # What the terminal shows before is in the terminal's.
        os.environ[VARIABLE] = desk.language
        threading.Thread(target=warm_desk, args=(renderer,), daemon=True).start()
        server.run(sockets=[listening])


def _require_packages() -> None:
    """Refuse to start without the desk's packages.

    Raises:
        MissingProgramError: One is not installed.
    """
    try:
        importlib.import_module("uvicorn")
        importlib.import_module("audiopaper.desk.app")
    except ModuleNotFoundError as error:
        raise MissingProgramError(
            _("the desk needs the package {name}", name=error.name),
            remedy=_('install it: pip install "audiopaper[desk]"'),
        ) from error


def _make_access(host: str, names: tuple[str, ...]) -> Access:
    """Return who may use the desk: this machine, or holders of the password.

    Raises:
        ConfigError: The desk would be open to others without a password.
    """
    from dataclasses import replace

    from audiopaper.desk.access import Password
    from audiopaper.desk.renderer import Desk

    access = Desk().access
    password = os.environ.get(PASSWORD_VARIABLE, "")
    if _is_loopback(host) and not names and not password:
        return access
    if len(password) < _MIN_PASSWORD:
        raise ConfigError(
            _("listening on {host} needs a password", host=host),
            remedy=_(
                "set one of at least {min_password} characters: {password_variable}=… "
                "audiopaper desk --host …",
                min_password=_MIN_PASSWORD,
                password_variable=PASSWORD_VARIABLE,
            ),
        )
    known: Access = replace(
        access, names=access.names | {host, socket.gethostname().lower(), *map(str.lower, names)}
    )
    return replace(known, password=Password(password))


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _listen(host: str, port: int) -> socket.socket:
    """Open the socket, so that a port in use is found before anything is loaded.

    Raises:
        PublishError: The address is no address of this machine, or the port is in use.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
        # A browser that connects before the server is up waits, and is not refused.
        listening.listen()
    except OSError as error:
        listening.close()
        raise PublishError(
            _(
                "the desk cannot answer at {host}, port {port}: {reason}",
                host=host,
                port=port,
                reason=system_reason(error),
            ),
            remedy=_(
                "end the other program there, or take another port: audiopaper desk --port 9000"
            ),
        ) from error
    return listening


def _show_address(listening: socket.socket, *, protected: bool, opening: bool) -> None:
    """Print the desk's address; open it in a browser if that is wanted and needs no password."""
    address = _address_of(listening)
    click.echo(_("Desk      {address}", address=address))
    if protected:
        click.echo(_("note: it speaks plain HTTP; put a server with TLS in front of it"), err=True)
    elif opening:
        webbrowser.open(address)


def _address_of(listening: socket.socket) -> str:
    host, port = listening.getsockname()[:2]
    return f"http://[{host}]:{port}/" if ":" in host else f"http://{host}:{port}/"
