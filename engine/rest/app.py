"""The aiohttp application of REST v2: the route table under each prefix, and problems for everything else."""

from typing import TYPE_CHECKING

from aiohttp import web

from engine.rest.commands import REQUEST_TIMEOUT_SECONDS
from engine.rest.door import DOOR, Door, refuse_foreign_pages, refuse_strangers
from engine.rest.packed import refuse_packed_bodies
from engine.rest.problem import answer_problems
from engine.rest.routes import ROUTES
from engine.rest.search import RUNTIME

if TYPE_CHECKING:
    from engine.runtime import Runtime

# The Modeler keeps a configured prefix and adds `/v2` to it, whether or not it ends in `/v2` already.
PREFIXES = ("/v2", "/modeler/v2", "/modeler/v2/v2")
# A deployment may hold many files; variables of one command stay far below (4 MB on a cluster).
MAX_BODY_BYTES = 16 << 20


def create_rest_app(
    runtime: "Runtime", door: Door | None = None, *, request_timeout_seconds: float = 10.0
) -> web.Application:
    """Serves every route for `runtime`; a command that waits longer than the timeout is answered 504."""
    app = web.Application(
        middlewares=[answer_problems, refuse_foreign_pages, refuse_strangers, refuse_packed_bodies],
        client_max_size=MAX_BODY_BYTES,
    )
    app[RUNTIME] = runtime
    app[DOOR] = door or Door()
    app[REQUEST_TIMEOUT_SECONDS] = request_timeout_seconds
    for prefix in PREFIXES:
        app.add_routes([web.route(route.method, prefix + route.path, route.handler) for route in ROUTES])
    return app
