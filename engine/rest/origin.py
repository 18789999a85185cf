"""Keeps web pages away: a browser on the engine's machine must not carry commands of any site to it."""

from urllib.parse import urlsplit

from aiohttp import web

from engine.rest.problem import Handler, Problem


@web.middleware
async def refuse_foreign_pages(request: web.Request, handler: Handler) -> web.StreamResponse:
    """403 for a request that a browser sends for a page of another origin; programs send no Origin."""
    origin = request.headers.get("Origin")
    if origin is not None and urlsplit(origin).netloc != request.host:
        raise Problem(403, "Requests of web pages from other origins are not answered")
    return await handler(request)
