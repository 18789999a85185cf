"""Who may come in over REST: under a name that is ours, not from a foreign page, and with a login where one is wanted."""

from dataclasses import dataclass, field
from urllib.parse import urlsplit

from aiohttp import web

from engine.access.hosts import Hosts
from engine.access.logins import Logins
from engine.rest.problem import Handler, Problem

# Answers 204 and nothing else, to whoever watches over the process.
HEALTH_CHECK = "/v2/status"


class LoginWanted(Problem):
    """A request without a login that is known here: status 401, with what is asked for."""

    def __init__(self, challenges: str) -> None:
        super().__init__(401, "This engine wants a login that it knows", {"WWW-Authenticate": challenges})


@dataclass(frozen=True, slots=True)
class Door:
    """The checks that stand before every operation."""

    logins: Logins = field(default_factory=Logins)
    hosts: Hosts = field(default_factory=lambda: Hosts("127.0.0.1"))


DOOR: web.AppKey[Door] = web.AppKey("door", Door)
CALLER: web.RequestKey[str] = web.RequestKey("caller", str)


@web.middleware
async def refuse_foreign_pages(request: web.Request, handler: Handler) -> web.StreamResponse:
    """421 under a foreign name (DNS rebinding), 403 for a page of another origin; programs send no Origin."""
    if not request.app[DOOR].hosts.knows(request.headers.get("Host")):
        raise Problem(421, "This engine does not answer under that name; add it to the hosts in its settings")
    origin = request.headers.get("Origin")
    if origin is not None and urlsplit(origin).netloc != request.host:
        raise Problem(403, "Requests of web pages from other origins are not answered")
    return await handler(request)


@web.middleware
async def refuse_strangers(request: web.Request, handler: Handler) -> web.StreamResponse:
    """401 without a login where one is wanted; only the health check stays open."""
    logins = request.app[DOOR].logins
    caller = logins.find(request.headers.get("Authorization"))
    if caller is None and request.path != HEALTH_CHECK:
        raise LoginWanted(logins.challenges)
    request[CALLER] = caller or ""
    return await handler(request)
