"""The HTTP client against servers that do not behave: silent, broken, older than our engine."""

import http.server
import json
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import ClassVar

import pytest

from adapters.camunda_http import CamundaHttp, segment
from adapters.camunda_monitor import CamundaMonitor
from models.ground.errors import Conflict, InvalidInput, NotFound, OutsideUnavailable


class Answering(http.server.BaseHTTPRequestHandler):
    """Answers every GET by its path: a status, or a prepared body."""

    bodies: ClassVar[dict[str, bytes]] = {}

    def do_GET(self) -> None:
        name = self.path.rsplit("/", 1)[-1]
        status = int(name) if name.isdecimal() else 200
        self.send_response(status)
        self.end_headers()
        self.wfile.write(self.bodies.get(name, b"not json"))

    def log_message(self, format: str, *arguments: object) -> None:
        """Stay silent."""


@contextmanager
def answering() -> Iterator[CamundaHttp]:
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Answering) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        client = CamundaHttp(f"http://127.0.0.1:{server.server_address[1]}")
        try:
            yield client
        finally:
            client.close()
            server.shutdown()
            thread.join()


@pytest.mark.parametrize(
    ("status", "error"),
    [
        (400, InvalidInput),
        (401, OutsideUnavailable),
        (404, NotFound),
        (409, Conflict),
        (429, OutsideUnavailable),
        (500, OutsideUnavailable),
        (503, OutsideUnavailable),
        (504, OutsideUnavailable),
    ],
)
def test_each_status_is_one_domain_error(status: int, error: type[Exception]) -> None:
    with answering() as client, pytest.raises(error):
        client.get(str(status))


def test_an_answer_that_is_no_json_is_an_engine_that_does_not_work() -> None:
    with answering() as client, pytest.raises(OutsideUnavailable):
        client.get("page")


def test_fields_that_8_8_does_not_give_are_not_missed(monkeypatch: pytest.MonkeyPatch) -> None:
    oldest = {
        "processInstanceKey": "2251799813685251",
        "processDefinitionId": "complaint",
        "processDefinitionKey": 2251799813685249,
        "processDefinitionVersion": 1,
        "state": "ACTIVE",
        "startDate": "2026-09-01T00:00:00.000Z",
    }
    monkeypatch.setitem(Answering.bodies, "oldest", json.dumps(oldest).encode())
    with answering() as client:
        instance = CamundaMonitor(client).get_instance("oldest")
    assert (instance.process_name, instance.has_incident, instance.parent_key) == ("complaint", False, None)


def test_a_server_that_never_answers_is_given_up_at_the_deadline(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("adapters.camunda_http.READ_SECONDS", 0.2)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        client = CamundaHttp(f"http://127.0.0.1:{silent.getsockname()[1]}")
        with pytest.raises(OutsideUnavailable):
            client.get("topology")
        client.close()


def test_a_closed_client_and_a_closed_port_are_unavailable() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]
    client = CamundaHttp(f"http://127.0.0.1:{port}")
    with pytest.raises(OutsideUnavailable):
        client.get("topology")
    client.close()
    with pytest.raises(OutsideUnavailable):
        client.get("topology")


def test_a_key_that_somebody_typed_stays_one_segment() -> None:
    assert segment("../jobs?x=1") == "..%2Fjobs%3Fx%3D1"
