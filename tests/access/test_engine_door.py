"""The embedded engine on both ports: names that it answers under, logins that it wants, TLS."""

from __future__ import annotations

import base64
import json
import os
import socket
import ssl
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import grpc
import httpx
import pytest
from grpc_health.v1 import health_pb2, health_pb2_grpc
from pyzeebe.proto import gateway_pb2 as pb
from pyzeebe.proto.gateway_pb2_grpc import GatewayStub

from engine.access.hosts import Hosts
from engine.access.logins import Logins
from engine.start_refused import StartRefused
from tests.certificates import OwnAuthority, make_authority, write_secret
from tests.engine_server import EngineDoor, RunningEngine, running_engine

PASSWORD, TOKEN, NEXT_TOKEN = "正确的密码-of-the-office", "t" * 40, "n" * 40
LOGINS = f"# who may\nbasic modeler {PASSWORD}\nbearer {TOKEN}\nbearer {NEXT_TOKEN}\n"


def basic(user: str, password: str) -> str:
    return "Basic " + base64.b64encode(f"{user}:{password}".encode()).decode()


RIGHT = [basic("modeler", PASSWORD), f"Bearer {TOKEN}", f"bearer {NEXT_TOKEN}"]
WRONG = [
    None,
    "",
    "Basic",
    "Bearer",
    "Bearer x",
    f"Basic {TOKEN}",
    f"Bearer {basic('modeler', PASSWORD)[6:]}",
    basic("modeler", PASSWORD + "x"),
    basic("Modeler", PASSWORD),
    basic("", PASSWORD),
    "Basic ###",
    f"Digest {TOKEN}",
    f"Bearer {TOKEN} {NEXT_TOKEN}",
]


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> OwnAuthority:
    return make_authority(tmp_path_factory.mktemp("tls"))


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningEngine]:
    """As it comes: no login, no TLS."""
    with running_engine(
        tmp_path_factory.mktemp("plain"), door=EngineDoor(hosts=("engine.office.lan",))
    ) as engine:
        yield engine


@pytest.fixture(scope="module")
def guarded(tmp_path_factory: pytest.TempPathFactory, own: OwnAuthority) -> Iterator[RunningEngine]:
    """With logins and TLS."""
    folder = tmp_path_factory.mktemp("guarded")
    door = EngineDoor(write_secret(folder / "logins", LOGINS), own.certificate)
    with running_engine(folder / "engine", door=door) as engine:
        yield engine


def raw_answer(
    engine: RunningEngine, head: str, path: str = "/v2/process-instances/search"
) -> tuple[int, Any]:
    """Status and problem of a request written by hand, as a browser would after a name was bound anew."""
    host, port = engine.rest_address.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port)), 10) as connection:
        lines = f"POST {path} HTTP/1.1\r\n{head}Content-Length: 2\r\nConnection: close\r\n\r\n{{}}"
        connection.sendall(lines.encode("latin-1"))
        answer = b"".join(iter(lambda: connection.recv(65536), b""))
    top, _, body = answer.partition(b"\r\n\r\n")
    return int(top.split()[1]), json.loads(body)


@pytest.mark.parametrize(
    "host",
    ["evil.com", "evil.com:{port}", "127.0.0.1.evil.com:{port}", "localhost.evil.com", "10.1.2.3:{port}", ""],
)
def test_a_page_whose_name_was_bound_to_this_machine_is_refused(plain: RunningEngine, host: str) -> None:
    """SE-11: `Host: evil.com` with the same Origin was 200 on search, deploy and cancel."""
    name = host.format(port=plain.rest_address.rsplit(":", 1)[1])
    for path in ("/v2/process-instances/search", "/v2/deployments", "/v2/process-instances/1/cancellation"):
        status, problem = raw_answer(plain, f"Host: {name}\r\nOrigin: http://{name}\r\n", path)
        assert (status, problem["title"], problem["status"]) == (421, "MISDIRECTED_REQUEST", 421)


@pytest.mark.parametrize(
    "host", ["127.0.0.1:{port}", "localhost:{port}", "LOCALHOST", "[::1]:9", "engine.office.lan"]
)
def test_its_own_names_and_those_that_were_set_are_answered(plain: RunningEngine, host: str) -> None:
    """SE-11: whatever port stands behind the name, since a forwarded one has another number."""
    name = host.format(port=plain.rest_address.rsplit(":", 1)[1])
    assert raw_answer(plain, f"Host: {name}\r\nOrigin: http://{name}\r\n")[0] == 200


def test_a_wildcard_address_answers_to_addresses_but_not_to_names() -> None:
    hosts = Hosts("0.0.0.0", ["engine"])
    assert all(hosts.knows(name) for name in ("10.0.0.7:8080", "engine:8080", "localhost", "[fe80::1]:80"))
    assert not any(hosts.knows(name) for name in ("evil.com", "engine.evil.com", "", None, "[evil]"))


async def test_the_name_that_a_grpc_client_calls_is_not_told_to_the_server(plain: RunningEngine) -> None:
    """SE-11: so this port checks none. A page cannot speak to it: no browser speaks gRPC, nor HTTP/2 without TLS."""
    options = (("grpc.default_authority", "evil.com:26500"),)
    async with grpc.aio.insecure_channel(plain.grpc_address, options=options) as channel:
        assert (await GatewayStub(channel).Topology(pb.TopologyRequest())).clusterSize == 1
    as_a_page = f"POST /gateway_protocol.Gateway/Topology HTTP/1.1\r\nHost: {plain.grpc_address}\r\n\r\n"
    host, port = plain.grpc_address.split(":")
    with socket.create_connection((host, int(port)), 10) as connection:
        connection.sendall(as_a_page.encode())
        assert b"HTTP/1.1 200" not in connection.recv(4096)


def test_rest_wants_a_login_and_says_which(guarded: RunningEngine, own: OwnAuthority) -> None:
    """EN-26: 401 as a problem with WWW-Authenticate; the health check stays open."""
    with httpx.Client(
        base_url=guarded.rest_address, verify=ssl.create_default_context(cafile=own.authority)
    ) as http:
        for header in WRONG:
            headers = {} if header is None else {"Authorization": header}
            for method, path in (("GET", "/v2/topology"), ("POST", "/v2/deployments"), ("GET", "/nowhere")):
                answer = http.request(method, path, headers=headers)
                assert (answer.status_code, answer.json()["title"]) == (401, "UNAUTHENTICATED")
                assert answer.headers["WWW-Authenticate"] == (
                    'Basic realm="jieban engine", Bearer realm="jieban engine"'
                )
        assert http.get("/v2/status").status_code == 204
        for header in RIGHT:
            assert http.get("/v2/topology", headers={"Authorization": header}).status_code == 200
        me = http.get("/v2/authentication/me", headers={"Authorization": RIGHT[0]}).json()
        assert me["username"] == "modeler"


async def test_grpc_wants_a_login_for_every_kind_of_call(guarded: RunningEngine, own: OwnAuthority) -> None:
    """EN-26: UNAUTHENTICATED; the health check stays open."""
    trusted = grpc.ssl_channel_credentials(own.authority.read_bytes())
    poll = pb.ActivateJobsRequest(type="t", worker="w", timeout=1, maxJobsToActivate=1, requestTimeout=-1)
    async with grpc.aio.secure_channel(guarded.grpc_address, trusted) as channel:
        stub = GatewayStub(channel)
        for header in WRONG:
            metadata = () if header is None else (("authorization", header),)
            for call in (
                stub.Topology(pb.TopologyRequest(), metadata=metadata),
                stub.ActivateJobs(poll, metadata=metadata),
                stub.StreamActivatedJobs(
                    pb.StreamActivatedJobsRequest(type="t", worker="w", timeout=1), metadata=metadata
                ),
            ):
                assert await call.code() is grpc.StatusCode.UNAUTHENTICATED
        for header in RIGHT:
            metadata = (("authorization", header),)
            assert (await stub.Topology(pb.TopologyRequest(), metadata=metadata)).clusterSize == 1
            assert [answer async for answer in stub.ActivateJobs(poll, metadata=metadata)] == []
        check = health_pb2_grpc.HealthStub(channel).Check(health_pb2.HealthCheckRequest())
        assert (await check).status == health_pb2.HealthCheckResponse.SERVING


async def test_who_does_not_know_the_authority_or_speaks_no_tls_gets_nothing(guarded: RunningEngine) -> None:
    """EN-26: both ports show the certificate, neither speaks plainly."""
    with pytest.raises(httpx.ConnectError):
        httpx.get(f"{guarded.rest_address}/v2/status")
    with pytest.raises(httpx.HTTPError):
        httpx.get(f"{guarded.rest_address.replace('https', 'http')}/v2/status")
    for channel in (
        grpc.aio.insecure_channel(guarded.grpc_address),
        grpc.aio.secure_channel(guarded.grpc_address, grpc.ssl_channel_credentials()),
    ):
        async with channel:
            call = GatewayStub(channel).Topology(pb.TopologyRequest(), timeout=3)
            assert await call.code() in (grpc.StatusCode.UNAVAILABLE, grpc.StatusCode.DEADLINE_EXCEEDED)


def test_a_login_is_replaced_without_a_restart(tmp_path: Path) -> None:
    """EN-26: the new one beside the old one, then the old one away; a spoilt file changes nothing."""
    path = write_secret(tmp_path / "logins", f"bearer {TOKEN}\n")
    logins = Logins(path)
    assert logins.find(f"Bearer {NEXT_TOKEN}") is None
    for text, old, new in (
        (f"bearer {TOKEN}\nbearer {NEXT_TOKEN}\n", True, True),
        ("bear", True, True),
        (f"bearer {NEXT_TOKEN}\n", False, True),
    ):
        write_secret(tmp_path / "next", text).rename(path)
        assert (
            logins.find(f"Bearer {TOKEN}") is not None,
            logins.find(f"Bearer {NEXT_TOKEN}") is not None,
        ) == (
            old,
            new,
        )


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "holds no login"),
        ("basic modeler short", "line 1"),
        (f"basic a:b {PASSWORD}", "line 1"),
        (f"# well\nbearer {TOKEN} {TOKEN}", "line 2"),
        (f"oauth {TOKEN}", "line 1"),
    ],
)
def test_a_file_without_usable_logins_refuses_the_start_and_repeats_no_secret(
    tmp_path: Path, text: str, told: str
) -> None:
    with pytest.raises(StartRefused, match=told) as refused:
        Logins(write_secret(tmp_path / "logins", text))
    assert not any(secret in str(refused.value) for secret in ("short", PASSWORD, TOKEN))


def test_secrets_that_others_can_read_refuse_the_start(tmp_path: Path, own: OwnAuthority) -> None:
    """SE-26, its kin: logins and the key of the certificate are for their owner alone."""
    path = write_secret(tmp_path / "logins", LOGINS)
    for mode in (0o640, 0o604, 0o620):
        path.chmod(mode)
        with pytest.raises(StartRefused, match="chmod 600"):
            Logins(path)
    key = own.certificate.key
    key.chmod(0o644)
    try:
        with pytest.raises(StartRefused, match="chmod 600"):
            own.certificate.for_http()
    finally:
        key.chmod(0o600)
    os.mkfifo(tmp_path / "pipe", 0o600)
    with pytest.raises(StartRefused, match="no file"):
        Logins(tmp_path / "pipe")
