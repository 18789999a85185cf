"""A taken port is told before anything starts, at the address where the office would listen."""

from __future__ import annotations

import socket

import click
import pytest

from deploy.free_ports import require_free_ports
from deploy.settings import load_settings
from tests.free_ports import free_ports

NAMES = ("JIEBAN_WEB_PORT", "JIEBAN_GRPC_PORT", "JIEBAN_REST_PORT")
HALL = "127.0.0.2"  # stands for the machine's address in the hall


def refused_at_start(name: str, address: str) -> bool:
    """Whether pages at every address and the engine on the loopback refuse the port of `name`, taken at `address`."""
    ports = dict(zip(NAMES, map(str, free_ports(3)), strict=True))
    settings = load_settings(ports | {"JIEBAN_BIND": "0.0.0.0", "JIEBAN_TRUSTED_PROXIES": "1"})
    assert settings.engine_bind == "127.0.0.1"
    with socket.socket() as other:
        other.bind((address, int(ports[name])))
        other.listen()
        try:
            require_free_ports(settings, 0.0, pytest.fail)
        except click.ClickException as refused:
            assert name in refused.message
            return True
    return False


@pytest.mark.parametrize("name", NAMES)
def test_a_port_taken_where_the_office_would_listen_is_refused(name: str) -> None:
    assert refused_at_start(name, "127.0.0.1")


def test_the_engines_ports_are_tried_where_the_engine_listens() -> None:
    """They were tried at the pages' address: what another program holds there is in nobody's way."""
    assert refused_at_start("JIEBAN_WEB_PORT", HALL)
    assert not refused_at_start("JIEBAN_GRPC_PORT", HALL)
    assert not refused_at_start("JIEBAN_REST_PORT", HALL)
