"""Publication and correlation of messages."""

from aiohttp import web

from engine.core.answers import MessageCorrelated, MessagePublished
from engine.core.commands import CorrelateMessage, PublishMessage
from engine.rest.body import DEFAULT_TENANT, read_body
from engine.rest.commands import execute


async def publish_message(request: web.Request) -> web.Response:
    """Correlates and buffers for `timeToLive` ms; 409 while an equal messageId is buffered."""
    body = await read_body(request, "name", "correlationKey", "timeToLive", "messageId", "variables")
    command = PublishMessage(
        name=body.text("name"),
        correlation_key=body.text("correlationKey", ""),
        variables=body.variables(),
        ttl_ms=body.milliseconds("timeToLive", 0),
        message_id=body.text("messageId", ""),
    )
    result = await execute(request, command, MessagePublished)
    return web.json_response({"messageKey": str(result.message_key), "tenantId": DEFAULT_TENANT})


async def correlate_message(request: web.Request) -> web.Response:
    """Delivers at once, never buffers; 404 when nobody waits for it."""
    body = await read_body(request, "name", "correlationKey", "variables")
    command = CorrelateMessage(body.text("name"), body.text("correlationKey", ""), body.variables())
    result = await execute(request, command, MessageCorrelated)
    return web.json_response(
        {
            "messageKey": str(result.message_key),
            "processInstanceKey": str(result.process_instance_key),
            "tenantId": DEFAULT_TENANT,
        }
    )
