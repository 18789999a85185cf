"""What a view may ask of the request it serves: who asks, the ports, a unit of work, the office's time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import cast

from flask import current_app, g, request

from api.settings import WebSettings
from services.accounts.sessions import SessionInfo
from services.actor import Actor, ActorKind, citizen
from services.health.office_state import OfficeWatch
from services.health.side_watch import SideWatch
from services.looks.look_book import LookBook
from services.ports.monitor import Monitor
from services.ports.outside import Ports
from services.unit_of_work import UnitOfWork

_EXTENSION = "jieban"


@dataclass(frozen=True, slots=True)
class AppContext:
    """Bound to the application once."""

    settings: WebSettings
    ports: Ports
    monitor: Monitor
    watch: OfficeWatch
    side_watch: SideWatch
    looks: LookBook


def bind(context: AppContext) -> None:
    """Bind to the current application; create_app calls it."""
    current_app.extensions[_EXTENSION] = context


def app_context() -> AppContext:
    """The application's settings, ports and monitor."""
    return cast(AppContext, current_app.extensions[_EXTENSION])


def ports() -> Ports:
    """The ports of the use cases."""
    return app_context().ports


def monitor() -> Monitor:
    """Reads and repairs on the process engine."""
    return app_context().monitor


def make_unit() -> UnitOfWork:
    """A fresh unit of work; one per call of a use case."""
    return app_context().settings.make_unit()


def public_address() -> str:
    """Where people outside find the pages (`https://host/`): as the office says it, else as this request came."""
    return app_context().settings.pages or request.host_url


def office_now() -> datetime:
    """The office's moment, aware, UTC; a demo office's clock is shifted."""
    return app_context().ports.clock.now()


def current_session() -> SessionInfo | None:
    """The signed-in person's session, None for a visitor."""
    return cast(SessionInfo | None, g.get("session_info"))


def current_actor() -> Actor:
    """Who acts in this request."""
    info = current_session()
    address = request.remote_addr or ""
    if info is None:
        return citizen(address)
    return Actor(ActorKind.STAFF, info.staff_id, frozenset(info.roles), address)
