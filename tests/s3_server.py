"""A store that speaks S3 on this machine, as much of it as the office asks for; a test makes it refuse, break off, or be away."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Lock
from urllib.parse import parse_qs, unquote, urlsplit
from xml.sax.saxutils import escape

from tests.local_http import QuietHandler, serve_http

KEY_ID, SECRET = "jieban", "a secret of sixteen"
PAGE_KEYS = 3  # few, so that a test with some files meets more than one page


@dataclass
class S3Server:
    """`objects` are what anybody sees, `parts` uploads under way. Of the faults each holds until a test takes it back."""

    endpoint: str = ""
    bucket: str = "files"
    objects: dict[str, bytes] = field(default_factory=dict)
    parts: dict[str, dict[int, bytes]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    is_away: bool = False
    refuses_login: bool = False
    breaks_reading_after: int | None = None
    breaks_writing: bool = False
    lock: Lock = field(default_factory=Lock)

    def clear(self) -> None:
        """As it was at first, for the next test."""
        self.objects.clear()
        self.parts.clear()
        self.asked.clear()
        self.is_away = self.refuses_login = self.breaks_writing = False
        self.breaks_reading_after = None

    def environment(self) -> dict[str, str]:
        """The settings of an office that keeps its files here."""
        return {
            "JIEBAN_FILES": f"s3://{self.bucket}/office",
            "JIEBAN_FILES_ENDPOINT": self.endpoint,
            "JIEBAN_FILES_KEY_ID": KEY_ID,
            "JIEBAN_FILES_SECRET": SECRET,
        }


@contextmanager
def serve_s3() -> Iterator[S3Server]:
    """It serves on a free port of the loopback until the block ends."""
    store = S3Server()

    class Handler(_Handler):
        server_of = store

    with serve_http(Handler) as address:
        store.endpoint = address
        yield store


def _etag(content: bytes) -> str:
    return f'"{hashlib.md5(content).hexdigest()}"'  # noqa: S324 - what S3 has as the version of an object


class _Handler(QuietHandler):
    server_of: S3Server

    def _begin(self) -> bytes | None:
        """The body of a request that is signed and whole; None when it has been answered."""
        store, parts = self.server_of, urlsplit(self.path)
        self.query = parse_qs(parts.query, keep_blank_values=True)
        self.key = unquote(parts.path).removeprefix(f"/{store.bucket}").lstrip("/")
        store.asked.append(self.command)
        if store.is_away:
            self.answer(None)
            return None
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        signed = self.headers.get("Authorization", "").startswith(f"AWS4-HMAC-SHA256 Credential={KEY_ID}/")
        digest = self.headers.get("x-amz-content-sha256", "")
        if (
            store.refuses_login
            or not signed
            or digest not in (hashlib.sha256(body).hexdigest(), "UNSIGNED-PAYLOAD")
        ):
            self._xml("<Error><Code>AccessDenied</Code></Error>", 403)
            return None
        return body

    def do_GET(self) -> None:
        if self._begin() is None:
            return
        if "list-type" in self.query:
            self._list()
            return
        content = self.server_of.objects.get(self.key)
        if content is None:
            self._xml("<Error><Code>NoSuchKey</Code></Error>", 404)
            return
        asked = re.fullmatch(r"bytes=(\d+)-(\d*)", self.headers.get("Range", ""))
        start = int(asked[1]) if asked else 0
        end = min(int(asked[2]) + 1 if asked and asked[2] else len(content), len(content))
        self.send_response(206 if asked else 200)
        if asked:
            self.send_header("Content-Range", f"bytes {start}-{end - 1}/{len(content)}")
        self.send_header("Content-Length", str(end - start))
        self.send_header("ETag", _etag(content))
        self.send_header("Last-Modified", "Mon, 07 Sep 2026 02:00:00 GMT")
        self.end_headers()
        breaks = self.server_of.breaks_reading_after
        self.wfile.write(content[start : end if breaks is None else min(end, start + breaks)])

    def do_PUT(self) -> None:
        body, store = self._begin(), self.server_of
        if body is None:
            return
        if store.breaks_writing:
            self.answer(500)
            return
        if "uploadId" in self.query:
            store.parts[self.query["uploadId"][0]][int(self.query["partNumber"][0])] = body
        else:
            with store.lock:
                known, wanted = store.objects.get(self.key), self.headers.get("If-Match")
                if wanted is not None and (known is None or wanted != _etag(known)):
                    self._xml("<Error><Code>PreconditionFailed</Code></Error>", 412)
                    return
                store.objects[self.key] = body
        self.send_response(200)
        self.send_header("ETag", _etag(body))
        self.send_header("Content-Length", "0")
        self.end_headers()

    def do_POST(self) -> None:
        body, store = self._begin(), self.server_of
        if body is None:
            return
        if "delete" in self.query:
            keys = re.findall(r"<Key>(.*?)</Key>", body.decode())
            for key in keys:
                store.objects.pop(key, None)
            gone = "".join(f"<Deleted><Key>{key}</Key></Deleted>" for key in keys)
            self._xml(f"<DeleteResult>{gone}</DeleteResult>")
        elif "uploads" in self.query:
            upload = f"upload-{len(store.asked)}"
            store.parts[upload] = {}
            self._xml(
                f"<InitiateMultipartUploadResult><Bucket>{store.bucket}</Bucket><Key>{self.key}</Key>"
                f"<UploadId>{upload}</UploadId></InitiateMultipartUploadResult>"
            )
        else:
            parts = store.parts.pop(self.query["uploadId"][0])
            content = b"".join(parts[number] for number in sorted(parts))
            store.objects[self.key] = content
            self._xml(
                f"<CompleteMultipartUploadResult><ETag>{escape(_etag(content))}</ETag></CompleteMultipartUploadResult>"
            )

    def do_DELETE(self) -> None:
        if self._begin() is None:
            return
        if "uploadId" in self.query:
            self.server_of.parts.pop(self.query["uploadId"][0], None)
        else:
            self.server_of.objects.pop(self.key, None)
        self.send_response(204)
        self.end_headers()

    def _list(self) -> None:
        prefix = self.query.get("prefix", [""])[0]
        after = self.query.get("continuation-token", [""])[0]
        found = sorted(key for key in self.server_of.objects if key.startswith(prefix) and key > after)
        page = found[:PAGE_KEYS]
        more = f"<NextContinuationToken>{page[-1]}</NextContinuationToken>" if len(found) > len(page) else ""
        entries = "".join(
            f"<Contents><Key>{escape(key)}</Key><Size>{len(self.server_of.objects[key])}</Size>"
            f"<ETag>{escape(_etag(self.server_of.objects[key]))}</ETag>"
            "<LastModified>2026-09-07T02:00:00.000Z</LastModified></Contents>"
            for key in page
        )
        self._xml(
            f"<ListBucketResult><IsTruncated>{str(bool(more)).lower()}</IsTruncated>{entries}{more}</ListBucketResult>"
        )

    def _xml(self, text: str, status: int = 200) -> None:
        content = text.encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/xml")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)
