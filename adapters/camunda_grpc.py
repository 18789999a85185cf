"""Publishing messages over the Zeebe protocol; everything else the application asks goes over REST v2."""

import json
from typing import Final

import grpc
from pyzeebe.proto.gateway_pb2 import PublishMessageRequest
from pyzeebe.proto.gateway_pb2_grpc import GatewayStub

from adapters.cluster_channels import open_channel
from adapters.cluster_connection import PLAIN, Connection
from models.ground.errors import InvalidInput, OutsideUnavailable
from services.ports.engine import OutgoingMessage

DEADLINE_SECONDS: Final = 10.0
# The default grows to two minutes, and an engine that is back would wait that long for its messages.
RECONNECT_MS: Final = (
    ("grpc.initial_reconnect_backoff_ms", 100),
    ("grpc.min_reconnect_backoff_ms", 100),
    ("grpc.max_reconnect_backoff_ms", 1000),
)


class ZeebeMessages:
    """Publishes through one channel; safe to share between threads, made after any fork."""

    def __init__(self, address: str, connection: Connection = PLAIN) -> None:
        """`address` is the gateway's `host:port`; nothing is connected before the first message."""
        self._channel = open_channel(address, connection, RECONNECT_MS)
        self._stub = GatewayStub(self._channel)

    def close(self) -> None:
        """Closes the channel."""
        self._channel.close()

    def publish(self, message: OutgoingMessage) -> None:
        """Publishes; a message whose id is still buffered counts as published.

        InvalidInput when the gateway refuses the message itself, OutsideUnavailable for everything else.
        """
        request = PublishMessageRequest(
            name=message.name,
            correlationKey=message.correlation_key,
            timeToLive=message.time_to_live_ms,
            messageId=message.message_id,
            variables=json.dumps(dict(message.variables), ensure_ascii=False),
        )
        try:
            self._stub.PublishMessage(request, timeout=DEADLINE_SECONDS)
        except grpc.RpcError as error:
            _raise_unless_known(error)


def _raise_unless_known(error: grpc.RpcError) -> None:
    code = error.code()
    if code is grpc.StatusCode.ALREADY_EXISTS:
        return
    if code is grpc.StatusCode.INVALID_ARGUMENT:
        raise InvalidInput({}, f"the gateway refuses the message: {error.details()}") from error
    raise OutsideUnavailable(f"the gateway answers {code.name}") from error
