"""The office's own adapters and workers at an engine that wants TLS and a login: Basic, a token, tokens of a server."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import httpx
import pytest
from aiohttp import web
from pyzeebe import Job
from structlog.testing import capture_logs

from adapters.camunda_grpc import ZeebeMessages
from adapters.camunda_http import CamundaHttp
from adapters.cluster_channels import open_aio_channel
from adapters.cluster_connection import Connection
from adapters.cluster_login import ClusterLogin, FixedLogin, OAuthClient, OAuthLogin, basic_header
from models.ground.errors import OutsideUnavailable
from services.ports.engine import OutgoingMessage
from tests.access.token_server import CLIENT, SECRET, TokenServer, token_server
from tests.certificates import OwnAuthority, make_authority, write_secret
from tests.engine_server import EngineDoor, RunningEngine, running_engine
from tests.gateway.diagrams import ORDER
from workers.hardened.job_route import JobRoute, RouteKind
from workers.hardened.job_worker import JobWorker, WorkerOptions
from workers.outcomes import outcome_of

PASSWORD, TOKEN = "密码-of-the-office-1", "t" * 32


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> OwnAuthority:
    return make_authority(tmp_path_factory.mktemp("tls"))


@pytest.fixture
def tokens(tmp_path: Path) -> Iterator[TokenServer]:
    with token_server(tmp_path / "logins") as server:
        yield server


@pytest.fixture
def guarded(tmp_path: Path, own: OwnAuthority, tokens: TokenServer) -> Iterator[RunningEngine]:
    """An engine with TLS that takes what the token server issues."""
    with running_engine(tmp_path / "engine", door=EngineDoor(tokens.logins, own.certificate)) as engine:
        yield engine


@contextmanager
def oauth(
    tokens: TokenServer, secret: str = SECRET, now: Callable[[], float] = time.monotonic
) -> Iterator[OAuthLogin]:
    with httpx.Client(trust_env=False) as http:
        client = OAuthClient(tokens.url, CLIENT, lambda: secret, "engine.office", "zeebe")
        yield OAuthLogin(client, http, now)


class Seconds:
    """A clock that the test moves."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@contextmanager
def ways(
    engine: RunningEngine, own: OwnAuthority, login: ClusterLogin
) -> Iterator[tuple[CamundaHttp, ZeebeMessages]]:
    connection = Connection(login, own.authority, grpc_uses_tls=True)
    http, messages = (
        CamundaHttp(engine.rest_address, connection),
        ZeebeMessages(engine.grpc_address, connection),
    )
    try:
        yield http, messages
    finally:
        http.close()
        messages.close()


def an_order(number: int) -> OutgoingMessage:
    return OutgoingMessage("order.placed", str(number), f"m{number}", {}, 60_000)


async def work(
    engine: RunningEngine, connection: Connection, wanted: int, stuck_after_seconds: float = 60.0
) -> list[int]:
    """Let a worker of ours do so many jobs; it must not end before."""
    done: list[int] = []
    enough, stop = asyncio.Event(), asyncio.Event()
    loop = asyncio.get_running_loop()

    def handler(job: Job) -> dict[str, object]:
        done.append(job.key)
        if len(done) >= wanted:
            loop.call_soon_threadsafe(enough.set)
        return {}

    options = WorkerOptions(
        engine.grpc_address,
        "w",
        stuck_after_seconds=stuck_after_seconds,
        open_channel=partial(open_aio_channel, connection=connection),
    )
    worker = JobWorker(
        [JobRoute("work", handler, RouteKind.SERVICE, ())],
        options,
        outcome_of=outcome_of,
        answer_listener=lambda key, reason: None,
    )
    running = asyncio.create_task(worker.run(stop))
    try:
        waiting = asyncio.create_task(enough.wait())
        done_first, _ = await asyncio.wait(
            {waiting, running}, timeout=30, return_when=asyncio.FIRST_COMPLETED
        )
        assert done_first == {waiting}
    finally:
        stop.set()
        await running
    return done


@pytest.mark.parametrize(
    ("line", "header"),
    [(f"basic office {PASSWORD}", basic_header("office", PASSWORD)), (f"bearer {TOKEN}", f"Bearer {TOKEN}")],
)
async def test_adapters_and_workers_sign_in_with_a_user_or_a_token(
    tmp_path: Path, own: OwnAuthority, line: str, header: str
) -> None:
    """EN-26, SE-11: deploy and search by REST, publish and work by gRPC, all by TLS."""
    door = EngineDoor(write_secret(tmp_path / "logins", line), own.certificate)
    login = FixedLogin(lambda: header)
    with (
        running_engine(tmp_path / "engine", door=door) as engine,
        ways(engine, own, login) as (http, messages),
    ):
        http.upload("deployments", {"order.bpmn": ORDER})
        for number in range(3):
            messages.publish(an_order(number))
        connection = Connection(login, own.authority, grpc_uses_tls=True)
        assert len(await work(engine, connection, 3)) == 3
        assert http.post("process-instances/search", {})["page"]["totalItems"] == 3


def test_a_user_that_is_not_known_is_unavailable_by_every_way(
    guarded: RunningEngine, own: OwnAuthority
) -> None:
    """EN-26: the outbox keeps its messages."""
    with ways(guarded, own, FixedLogin(lambda: basic_header("nobody", PASSWORD))) as (http, messages):
        with pytest.raises(OutsideUnavailable, match="401"):
            http.get("topology")
        with pytest.raises(OutsideUnavailable, match="UNAUTHENTICATED"):
            messages.publish(an_order(1))


async def test_tokens_that_end_are_renewed_before_and_one_at_a_time(
    guarded: RunningEngine, own: OwnAuthority, tokens: TokenServer
) -> None:
    """Sign-in at a cluster: eight threads and a worker live through several tokens of a second each."""
    tokens.life = 1.0
    with oauth(tokens) as login, ways(guarded, own, login) as (http, messages):
        http.upload("deployments", {"order.bpmn": ORDER})
        working = asyncio.create_task(work(guarded, Connection(login, own.authority, grpc_uses_tls=True), 40))

        ends_at = time.monotonic() + 3.0

        def publish(first: int) -> None:
            number = first
            while time.monotonic() < ends_at or number < 800:
                messages.publish(an_order(number))
                http.get("topology")
                number += 100

        with ThreadPoolExecutor(8) as pool:
            await asyncio.gather(
                *(asyncio.get_running_loop().run_in_executor(pool, publish, first) for first in range(8))
            )
        assert len(set(await working)) >= 40
    assert 3 <= len(tokens.issued) <= 12
    assert tokens.most_at_once == 1
    assert tokens.asked[0] == {
        "grant_type": "client_credentials",
        "client_id": CLIENT,
        "client_secret": SECRET,
        "audience": "engine.office",
        "scope": "zeebe",
    }


async def test_a_token_that_is_refused_is_replaced_once_without_the_caller_noticing(
    guarded: RunningEngine, own: OwnAuthority, tokens: TokenServer
) -> None:
    """Sign-in at a cluster: 401 brings one fresh token, over REST, gRPC and for a worker."""
    seconds = Seconds()
    with oauth(tokens, now=seconds) as login, ways(guarded, own, login) as (http, messages):
        http.upload("deployments", {"order.bpmn": ORDER})
        for number, call in enumerate(
            (lambda: http.get("topology"), lambda: messages.publish(an_order(1))), start=2
        ):
            seconds.now += 2
            tokens.revoke()
            call()
            assert len(tokens.issued) == number
        seconds.now += 2
        tokens.revoke()
        assert len(await work(guarded, Connection(login, own.authority, grpc_uses_tls=True), 1)) == 1
        assert len(tokens.issued) == 4


def test_a_wrong_secret_is_one_line_a_pause_and_waits(
    guarded: RunningEngine, own: OwnAuthority, tokens: TokenServer
) -> None:
    """Sign-in at a cluster: it does not spin, and the line repeats no secret."""
    with oauth(tokens, "wrong-and-secret") as login, ways(guarded, own, login) as (http, messages):

        def hammer(number: int) -> None:
            ends_at = time.monotonic() + 2.5
            while time.monotonic() < ends_at:
                with pytest.raises(OutsideUnavailable):
                    http.get("topology") if number % 2 else messages.publish(an_order(number))

        with capture_logs() as lines, ThreadPoolExecutor(8) as pool:
            list(pool.map(hammer, range(8)))
    told = [line for line in lines if line["event"] == "cluster_login_failed"]
    assert 1 <= len(told) == len(tokens.asked) <= 3
    assert [line["reason"] for line in told] == ["invalid_client"] * len(told)
    assert [line["status"] for line in told] == [401] * len(told)
    assert told[-1]["seconds"] > told[0]["seconds"] or len(told) == 1
    assert "wrong-and-secret" not in str(lines)


async def test_a_worker_outlives_a_login_that_does_not_work_and_goes_on_when_it_does(
    guarded: RunningEngine, own: OwnAuthority, tokens: TokenServer
) -> None:
    """Sign-in at a cluster: no process ends over it, whatever its watchdog asks; the right secret in the file is enough."""
    secrets = ["wrong-and-secret"]
    with (
        httpx.Client(trust_env=False) as http,
        oauth(tokens) as right,
        ways(guarded, own, right) as (rest, _),
    ):
        rest.upload("deployments", {"order.bpmn": ORDER})
        await asyncio.to_thread(publish_one, guarded, own, right)
        login = OAuthLogin(OAuthClient(tokens.url, CLIENT, lambda: secrets[0]), http)
        working = asyncio.create_task(
            work(guarded, Connection(login, own.authority, grpc_uses_tls=True), 1, stuck_after_seconds=1.0)
        )
        failed, _ = await asyncio.wait({working}, timeout=3.0)
        assert not failed
        secrets[0] = SECRET
        assert len(await working) == 1


def publish_one(engine: RunningEngine, own: OwnAuthority, login: ClusterLogin) -> None:
    with ways(engine, own, login) as (_, messages):
        messages.publish(an_order(1))


def test_tokens_that_the_cluster_never_takes_are_not_asked_for_without_end(
    guarded: RunningEngine, own: OwnAuthority, tokens: TokenServer
) -> None:
    """Sign-in at a cluster: a wrong audience, say."""
    tokens.is_believed = False
    with oauth(tokens) as login, ways(guarded, own, login) as (http, _), capture_logs() as lines:
        ends_at = time.monotonic() + 2.5
        while time.monotonic() < ends_at:
            with pytest.raises(OutsideUnavailable):
                http.get("topology")
    assert len(tokens.issued) <= 4
    assert {line["reason"] for line in lines} == {"NOT_TAKEN_BY_THE_CLUSTER"}


def test_a_token_server_that_is_away_or_talks_nonsense_is_waited_for(tokens: TokenServer) -> None:
    """Sign-in at a cluster: whatever the answer is, the caller hears that the outside is away."""
    broken = (
        web.Response(status=500, text="<html>"),
        web.Response(text="no json"),
        web.json_response([]),
        web.json_response({"token_type": "Bearer"}),
        web.json_response({"access_token": "a", "expires_in": "soon"}),
        web.json_response({"error": "x" * 500}, status=400),
    )
    for answer in broken:
        tokens.answers = [answer]
        with oauth(tokens) as login:
            with pytest.raises(OutsideUnavailable):
                login.header()
            asked = len(tokens.asked)
            with pytest.raises(OutsideUnavailable, match="waits"):
                login.header()
            assert len(tokens.asked) == asked
    away = TokenServer(tokens.logins, url="http://127.0.0.1:9/oauth/token")
    with oauth(away) as login, pytest.raises(OutsideUnavailable, match="ConnectError"):
        login.header()


def test_the_old_token_serves_while_the_server_is_away(tokens: TokenServer) -> None:
    """Sign-in at a cluster: renewed in its last fifth, used to its end."""
    tokens.life, seconds = 100.0, Seconds()
    with oauth(tokens, now=seconds) as login:
        first = login.header()
        tokens.answers = [web.Response(status=503) for _ in range(9)]
        seconds.now += 81
        assert login.ready() is None
        assert login.header() == first
        seconds.now += 20
        with pytest.raises(OutsideUnavailable):
            login.header()


def test_an_authority_that_is_not_known_is_unavailable(guarded: RunningEngine, tmp_path: Path) -> None:
    """EN-26: another authority's file does not do."""
    other = make_authority(tmp_path / "other")
    with ways(guarded, other, FixedLogin(lambda: f"Bearer {TOKEN}")) as (http, messages):
        with pytest.raises(OutsideUnavailable):
            http.get("topology")
        with pytest.raises(OutsideUnavailable, match="UNAVAILABLE"):
            messages.publish(an_order(1))
