"""Small files that take long to work on leave turns to those who change something without a file."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Iterable
from io import BytesIO
from typing import Any

import httpx
import pytest

from deploy.door.application import Environ
from deploy.door.desk import Desk
from deploy.door.limits import DoorLimits
from deploy.door.uploads import carries_file
from tests.door.crowd import FIELDS

PICTURE = ("现场.png", b"\x89PNG small, and 40 million pixels wide", "image/png")


def filing(**given: Any) -> Environ:
    """A filing as a client sends it."""
    request = httpx.Request("POST", "http://office/complaints/new", data=FIELDS, **given)
    body = request.read()
    return {
        "REQUEST_METHOD": "POST",
        "PATH_INFO": "/complaints/new",
        "CONTENT_TYPE": request.headers["Content-Type"],
        "CONTENT_LENGTH": str(len(body)),
        "wsgi.input": BytesIO(body),
    }


def raw(words: bytes) -> Environ:
    """A multipart body of these words."""
    return {"CONTENT_TYPE": "Multipart/Form-Data; boundary=x", "wsgi.input": BytesIO(words)}


def test_a_form_without_a_chosen_file_is_no_upload() -> None:
    empty = (
        b'--x\r\nContent-Disposition: form-data; name="attachments"; filename=""\r\n'
        b"Content-Type: application/octet-stream\r\n\r\n\r\n--x--\r\n"
    )
    assert not carries_file(raw(empty))
    assert not carries_file(filing())


@pytest.mark.parametrize(
    "words", [b'filename="a.png"', b"FileName=a.png", b"filename*=UTF-8''a.png", b'filename=""\r\n\r\nx']
)
def test_a_file_is_seen_however_its_name_is_written(words: bytes) -> None:
    environ = raw(b"--x\r\nContent-Disposition: form-data; name=a; " + words + b"\r\n\r\nPNG\r\n--x--\r\n")
    assert carries_file(environ)
    assert environ["wsgi.input"].tell() == 0, "the application reads it from its beginning"


def test_small_pictures_leave_turns_to_who_sends_none() -> None:
    """SE-6: a picture of 10 kB and 40 million pixels took a turn of those who change something, four of them all."""
    limits = DoorLimits()
    begun, go_on, pictures = threading.Semaphore(0), threading.Event(), []

    def application(environ: Environ, start: Callable[..., Any]) -> Iterable[bytes]:
        if b"PNG" in environ["wsgi.input"].read():
            pictures.append(environ)
            begun.release()
            assert go_on.wait(30)
        start("200 OK", [])
        return [b"filed"]

    async def run() -> None:
        desk = Desk(application, limits)
        uploads = [filing(files={"attachments": PICTURE}) for _ in range(limits.changing)]
        sent = [asyncio.create_task(desk._ask(environ, BytesIO())) for environ in uploads]
        try:
            for _ in range(limits.uploads):
                assert await asyncio.to_thread(begun.acquire, timeout=10)
            async with asyncio.timeout(10):
                answer = await desk._ask(filing(), BytesIO())
            assert (answer.status, len(pictures)) == (200, limits.uploads)
        finally:
            go_on.set()
            await asyncio.gather(*sent)
            desk.close()

    asyncio.run(run())
    assert len(pictures) == limits.changing
