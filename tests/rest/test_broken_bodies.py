"""Bodies that cannot be taken apart are the sender's fault: a problem document, and nothing for the engine's log."""

from __future__ import annotations

import asyncio
import gzip
import io
import json
import logging
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from aiohttp import FormData

from tests.rest.serving import RestClient, serving

PART = b'Content-Disposition: form-data; name="resources"; filename="a.bpmn"\r\n'
MULTIPART = "multipart/form-data; boundary=abc"


@pytest.fixture
async def rest(tmp_path: Path) -> AsyncIterator[RestClient]:
    async with serving(tmp_path) as client:
        yield client


async def answer_of(rest: RestClient, path: str, headers: str, body: bytes) -> tuple[int, dict[str, object]]:
    """Status and problem of a request that no client library would send."""
    server = rest.http.server
    reader, writer = await asyncio.open_connection(str(server.host), server.port)
    head = f"POST {path} HTTP/1.1\r\nHost: {server.host}:{server.port}\r\nConnection: close\r\n{headers}"
    writer.write(head.encode("latin-1") + f"Content-Length: {len(body)}\r\n\r\n".encode() + body)
    async with asyncio.timeout(10):
        answer = await reader.read()
    writer.close()
    top, _, content = answer.partition(b"\r\n\r\n")
    assert b"application/problem+json" in top, answer
    return int(top.split()[1]), json.loads(content)


@pytest.mark.parametrize(
    ("content_type", "body"),
    [
        ("multipart/form-data", b"x"),
        ("multipart/form-data; boundary=", b"x"),
        (f"multipart/form-data; boundary={'b' * 200}", b"x"),
        ("multipart/form-data; boundary=\xe9", b"x"),
        ("multipart/mixed", b""),
        (MULTIPART, b""),
        (MULTIPART, b"no boundary in here"),
        (MULTIPART, b"--other\r\n" + PART + b"\r\nx\r\n--other--"),
        (MULTIPART, b"--abc\r\n"),
        (MULTIPART, b"--abc\r\n" + PART),
        (MULTIPART, b"--abc\r\n" + PART + b"\r\nnever ends"),
        (MULTIPART, b"--abc\r\n" + PART + b"no header at all\r\n\r\nx\r\n--abc--\r\n"),
        (MULTIPART, b"--abc\r\n" + b"X: " + b"y" * 100_000 + b"\r\n\r\nx\r\n--abc--\r\n"),
        (MULTIPART, b"--abc\r\n" + PART + b"Content-Encoding: gzip\r\n\r\nno gzip\r\n--abc--\r\n"),
        (MULTIPART, b"--abc\r\n" + PART + b"Content-Encoding: none\r\n\r\nx\r\n--abc--\r\n"),
        (MULTIPART, b"--abc\r\n" + PART + b"Content-Transfer-Encoding: base64\r\n\r\n!\r\n--abc--\r\n"),
        (MULTIPART, b"--abc\r\n" + PART + b"Content-Transfer-Encoding: odd\r\n\r\nx\r\n--abc--\r\n"),
        (MULTIPART, b"--abc\r\n" + PART + b"Content-Length: -5\r\n\r\nx\r\n--abc--\r\n"),
        (MULTIPART, b"--abc\r\n" + PART + b"Content-Length: 900\r\n\r\nx\r\n--abc--\r\n"),
        (MULTIPART, b"--abc\r\n" + PART + b"Content-Length: many\r\n\r\nx\r\n--abc--\r\n"),
        (
            MULTIPART,
            b'--abc\r\nContent-Disposition: form-data; name="tenantId"\r\n'
            b"Content-Type: text/plain; charset=nonsense\r\n\r\nx\r\n--abc--\r\n",
        ),
        (
            MULTIPART,
            b'--abc\r\nContent-Disposition: form-data; name="tenantId"\r\n\r\n\xff\xfe\r\n--abc--\r\n',
        ),
        (MULTIPART, b"--abc\r\nContent-Type: multipart/mixed\r\n\r\nx\r\n--abc--\r\n"),
    ],
)
async def test_a_broken_deployment_is_a_400(
    rest: RestClient, caplog: pytest.LogCaptureFixture, content_type: str, body: bytes
) -> None:
    """EN-10: it was a 500 with a traceback in the log."""
    status, problem = await answer_of(rest, "/v2/deployments", f"Content-Type: {content_type}\r\n", body)
    assert (status, problem["status"], problem["title"]) == (400, 400, "INVALID_ARGUMENT")
    assert [record for record in caplog.records if record.levelno >= logging.ERROR] == []


@pytest.mark.parametrize(
    ("headers", "body"),
    [
        ("Content-Type: application/json; charset=nonsense\r\n", b"{}"),
        ("Content-Type: application/json; charset=\xe9\r\n", b"{}"),
        ("Content-Type: application/json; charset=hex\r\n", b"{}"),
        ("Content-Type: application/json; charset=utf-16\r\n", b"{}x"),
        ("Content-Type: application/json; charset=idna\r\n", b"xn--\xff"),
        ("Content-Type: application/json\r\n", b"\xff\xfe"),
        ("Content-Type: multipart/form-data; boundary=abc\r\n", b"--abc"),
        ("Content-Type: /\r\n", b"{"),
    ],
)
async def test_a_body_that_is_no_text_is_a_400(
    rest: RestClient, caplog: pytest.LogCaptureFixture, headers: str, body: bytes
) -> None:
    """EN-10, its kin: every other operation reads its body in one place."""
    for path in ("/v2/process-instances", "/v2/jobs/activation", "/v2/jobs/search"):
        status, problem = await answer_of(rest, path, headers, body)
        assert (status, problem["title"]) == (400, "INVALID_ARGUMENT")
    assert [record for record in caplog.records if record.levelno >= logging.ERROR] == []


@pytest.mark.parametrize(
    ("encoding", "body"),
    [
        ("gzip", b"no gzip"),
        ("deflate", b"no deflate"),
        ("gzip", gzip.compress(b"{}", mtime=0)),
        ("gzip", gzip.compress(b" " * (64 << 20), compresslevel=1, mtime=0)),
        ("odd", b"{}"),
    ],
)
async def test_a_packed_body_is_a_415(
    rest: RestClient, caplog: pytest.LogCaptureFixture, encoding: str, body: bytes
) -> None:
    """EN-10, its kin: one that did not unpack was a traceback in the log, also where nobody read it."""
    for path in ("/v2/jobs/search", "/v2/nowhere", "/v2/deployments"):
        status, problem = await answer_of(rest, path, f"Content-Encoding: {encoding}\r\n", body)
        assert (status, problem["title"]) == (415, "UNSUPPORTED_MEDIA_TYPE")
    assert [record for record in caplog.records if record.levelno >= logging.ERROR] == []


@pytest.mark.parametrize("parts", [[17 << 20], [9 << 20, 9 << 20]])
async def test_a_deployment_larger_than_the_limit_is_a_413(rest: RestClient, parts: list[int]) -> None:
    """EN-10, its kin: the parts of a deployment are counted like every other body, and together."""
    form = FormData()
    for number, size in enumerate(parts):
        form.add_field("resources", io.BytesIO(b"x" * size), filename=f"{number}.bpmn")
    response = await rest.http.post("/v2/deployments", data=form)
    assert (response.status, (await response.json())["title"]) == (413, "PAYLOAD_TOO_LARGE")
