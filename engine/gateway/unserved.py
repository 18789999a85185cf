"""Calls of the gateway protocol that this engine answers with UNIMPLEMENTED and a sentence."""

from __future__ import annotations

from typing import Never

from google.protobuf.message import Message
from pyzeebe.proto import gateway_pb2_grpc

from engine.gateway.status import Context, refuse_unserved


class UnservedCalls(gateway_pb2_grpc.GatewayServicer):
    """Each call is named, so that a client learns what is missing instead of a bare status."""

    async def ModifyProcessInstance(self, request: Message, context: Context) -> Never:
        await refuse_unserved(context, "ModifyProcessInstance")

    async def MigrateProcessInstance(self, request: Message, context: Context) -> Never:
        await refuse_unserved(context, "MigrateProcessInstance")

    async def DeleteResource(self, request: Message, context: Context) -> Never:
        await refuse_unserved(context, "DeleteResource")

    async def BroadcastSignal(self, request: Message, context: Context) -> Never:
        await refuse_unserved(context, "BroadcastSignal")
