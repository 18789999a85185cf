"""What the engine says about itself: topology, status, licence, the caller, and its pinned clock."""

from importlib.metadata import version

from aiohttp import web

from engine.rest.body import read_body
from engine.rest.door import CALLER
from engine.rest.problem import InvalidRequest
from engine.rest.search import RUNTIME

# The contract that this engine serves; modelers compare it with a diagram's executionPlatformVersion.
GATEWAY_VERSION = "8.8.0"
# The end of the year 9999, the last one that a date can name.
LATEST_MS = 253_402_300_799_999
CLUSTER_ID = "embedded"


async def get_topology(request: web.Request) -> web.Response:
    """One broker with one healthy partition."""
    host, port = request.url.host or "127.0.0.1", request.url.port or 0
    partition = {"partitionId": 1, "role": "leader", "health": "healthy", "state": "active"}
    broker = {
        "nodeId": 0,
        "brokerId": "0",
        "host": host,
        "port": port,
        "partitions": [partition],
        "version": GATEWAY_VERSION,
    }
    return web.json_response(
        {
            "brokers": [broker],
            "clusterSize": 1,
            "partitionsCount": 1,
            "replicationFactor": 1,
            "gatewayVersion": GATEWAY_VERSION,
            "lastCompletedChangeId": "-1",
            "clusterId": CLUSTER_ID,
        }
    )


async def get_status(_request: web.Request) -> web.Response:
    """204: who can answer at all is healthy, since one loop serves everything."""
    return web.Response(status=204)


async def get_license(_request: web.Request) -> web.Response:
    """This engine needs no licence of a cluster; the answer says under which it comes."""
    return web.json_response(
        {
            "validLicense": True,
            "licenseType": f"jieban-engine {version('jieban')} (Apache-2.0)",
            "isCommercial": False,
            "expiresAt": None,
        }
    )


async def get_authentication(request: web.Request) -> web.Response:
    """The caller: the login that was shown; nobody in particular where none is wanted."""
    name = request[CALLER] or "engine"
    return web.json_response(
        {
            "username": name,
            "displayName": name,
            "email": None,
            "authorizedComponents": ["*"],
            "tenants": [{"tenantId": "<default>", "name": "Default", "description": None}],
            "groups": [],
            "roles": [],
            "salesPlanType": None,
            "c8Links": {},
            "canLogout": False,
        }
    )


async def pin_clock(request: web.Request) -> web.Response:
    """Pins the engine's clock to an epoch millisecond; timers that are due by it fire."""
    body = await read_body(request, "timestamp")
    timestamp = body.integer("timestamp")
    if not 0 <= timestamp <= LATEST_MS:
        raise InvalidRequest(f"timestamp must be epoch milliseconds from 0 to {LATEST_MS}")
    await request.app[RUNTIME].pin_clock(timestamp)
    return web.Response(status=204)


async def reset_clock(request: web.Request) -> web.Response:
    """Lets the engine follow the machine's clock again."""
    await request.app[RUNTIME].reset_clock()
    return web.Response(status=204)
