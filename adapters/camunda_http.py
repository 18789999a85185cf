"""One HTTP connection pool to REST v2: deadlines on every call, and the answers' errors as domain errors.

Only what Camunda 8.8 knows is sent; what an answer lacks is the caller's to tolerate.
"""

from collections.abc import Mapping
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import quote

import httpx

from adapters.cluster_connection import PLAIN, Connection
from models.ground.errors import Conflict, DomainError, InvalidInput, NotFound, OutsideUnavailable

# Longer than a cluster's own request time-out (10 s), so that its 504 arrives rather than our silence.
READ_SECONDS = 15.0
CONNECT_SECONDS = 3.0


class CamundaHttp:
    """Requests to one REST v2 address; safe to share between threads, not between processes."""

    def __init__(self, address: str, connection: Connection = PLAIN) -> None:
        """`address` is the cluster's base (`http://host:8080`), with or without a trailing `/v2`."""
        self._client = httpx.Client(
            base_url=address.rstrip("/").removesuffix("/v2") + "/v2/",
            timeout=httpx.Timeout(READ_SECONDS, connect=CONNECT_SECONDS),
            auth=connection.auth,
            verify=connection.tls,
            trust_env=False,
        )

    def close(self) -> None:
        """Closes the pool; a call in flight fails as unavailable."""
        self._client.close()

    def get(self, path: str) -> Any:
        """The JSON answer of a GET, None for 204."""
        return _json(self._send("GET", path))

    def get_content(self, path: str) -> bytes:
        """The bytes of a GET (a diagram's XML)."""
        return self._send("GET", path).content

    def get_date(self, path: str) -> datetime | None:
        """When the answer of a GET was made, as its Date header says; None without a readable one."""
        try:
            return parsedate_to_datetime(self._send("GET", path).headers.get("Date", ""))
        except ValueError:
            return None

    def post(self, path: str, body: Mapping[str, object] | None = None) -> Any:
        """The JSON answer of a POST, None for 204."""
        return _json(self._send("POST", path, json=dict(body or {})))

    def put(self, path: str, body: Mapping[str, object]) -> Any:
        """The JSON answer of a PUT, None for 204."""
        return _json(self._send("PUT", path, json=dict(body)))

    def patch(self, path: str, body: Mapping[str, object]) -> Any:
        """The JSON answer of a PATCH, None for 204."""
        return _json(self._send("PATCH", path, json=dict(body)))

    def delete(self, path: str) -> None:
        """A DELETE without an answer."""
        self._send("DELETE", path)

    def upload(self, path: str, files: Mapping[str, bytes]) -> Any:
        """The JSON answer of a multipart POST with one part `resources` a file, by file name."""
        parts = [
            ("resources", (name, content, "application/octet-stream")) for name, content in files.items()
        ]
        return _json(self._send("POST", path, files=parts))

    # Any: the three body forms of httpx (none, json, files) share no type.
    def _send(self, method: str, path: str, **body: Any) -> httpx.Response:
        try:
            response = self._client.request(method, path, **body)
        except (httpx.TransportError, RuntimeError) as error:
            raise OutsideUnavailable(
                f"the process engine does not answer ({type(error).__name__})"
            ) from error
        if response.is_error:
            raise _domain_error(response)
        return response


def segment(key: str) -> str:
    """A key as one segment of a path, whatever a person typed for it."""
    return quote(key, safe="")


def _json(response: httpx.Response) -> Any:
    if not response.content:
        return None
    try:
        return response.json()
    except ValueError as error:
        raise OutsideUnavailable("the process engine's answer is not JSON") from error


def _domain_error(response: httpx.Response) -> DomainError:
    detail = _detail(response)
    match response.status_code:
        case 404:
            return NotFound(detail)
        case 409:
            return Conflict(detail)
        case 400:
            return InvalidInput({}, detail)
    return OutsideUnavailable(f"the process engine answers {response.status_code}: {detail}")


def _detail(response: httpx.Response) -> str:
    try:
        problem = response.json()
    except ValueError:
        return response.reason_phrase
    return str(problem.get("detail") or response.reason_phrase) if isinstance(problem, dict) else ""
