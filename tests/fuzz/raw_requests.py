"""HTTP that no library would send: request lines, headers and bodies spoilt by chance, over a bare socket."""

from __future__ import annotations

import json
import random
import socket
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import quote, urlencode, urlsplit

# A busy machine may take long over 35 MB; what waits longer than this hangs.
ANSWER_SECONDS: Final = 60.0
CHUNK_BYTES: Final = 1 << 16
MB: Final = 1 << 20
CLOSED, HUNG = "closed", "hung"

ODD_TEXTS: Final = (
    *(
        "",
        " ",
        "x",
        "办件",
        "\u0000",
        "\ufeff",
        "\u202e",
        "🙂" * 50,
        "a" * 5_000,
        "a" * 70_000,
        "'; DROP TABLE x;--",
        "%00",
    ),
    *(
        "../../etc/passwd",
        "<script>",
        "{{7*7}}",
        "${x}",
        "null",
        "true",
        "-1",
        "0",
        "1e400",
        "9" * 19,
        "9" * 400,
    ),
    *(
        "2026-02-30T25:61:61+99:99",
        "0001-01-01T00:00:00+23:59",
        "9999-12-31T23:59:59-23:59",
        "2026-09-01T08:00:00Z",
    ),
)
ODD_VALUES: Final[tuple[object, ...]] = (
    *(
        None,
        True,
        False,
        0,
        -1,
        1.5,
        2**31,
        2**53 + 1,
        2**63,
        -(2**63) - 1,
        10**400,
        1e308,
        [],
        {},
        [None],
        {"a": []},
    ),
    *(
        [[[[]]]],
        {"": ""},
        ["x"] * 500,
        {"$gt": 1},
        {"$in": "x"},
        {"$like": "*" * 300},
        {"$exists": 1},
        {"$between": [1]},
    ),
    *ODD_TEXTS,
)
RAW_JSON: Final = (
    *(b"[" * 1_000, b"[" * 1_000 + b"]" * 1_000, b"[" * 100_000, b'{"a":' * 1_000 + b"1" + b"}" * 1_000),
    *(
        b'{"x":"\\ud800"}',
        b'{"\\udfff":1}',
        b"9" * 100_000,
        b"-" + b"9" * 100_000,
        b"NaN",
        b"-Infinity",
        b"1e999999",
    ),
    *(
        b'{"a":1,"a":2}',
        b'{"a":1}{"b":2}',
        b"\xff\xfe{}",
        b"\xef\xbb\xbf{}",
        b"{'a':1}",
        b"",
        b" ",
        b"null",
        b'"x"',
        b"[]",
    ),
)
METHODS: Final = (
    "GET",
    "POST",
    "PUT",
    "PATCH",
    "DELETE",
    "HEAD",
    "OPTIONS",
    "TRACE",
    "CONNECT",
    "get",
    "X" * 300,
    "PRI",
)
TYPES: Final = (
    *(
        "application/json",
        "application/json; charset=utf-16",
        "application/json; charset=nope",
        "text/plain",
        "a/b/c",
        "",
    ),
    *(
        "application/x-www-form-urlencoded",
        "multipart/form-data",
        "multipart/form-data; boundary=",
        "\xff",
        "text/xml",
    ),
    *(
        "multipart/form-data; boundary=b",
        'multipart/form-data; boundary="' + "b" * 300 + '"',
        "application/problem+json",
    ),
)
ODD_HEADERS: Final = (
    *(
        "Content-Length: -1",
        "Content-Length: abc",
        "Content-Length: 99999999999999999999",
        "Content-Length: 5\r\nContent-Length: 6",
    ),
    *(
        "Transfer-Encoding: chunked",
        "Transfer-Encoding: chunked, gzip",
        "Transfer-Encoding: xchunked",
        "Content-Encoding: gzip",
    ),
    *(
        "Content-Encoding: br",
        "Expect: 100-continue",
        "Expect: x",
        "Connection: upgrade\r\nUpgrade: websocket",
        "Range: bytes=5-1",
    ),
    *(
        "Range: bytes=0-,0-,0-",
        "If-Modified-Since: never",
        "If-None-Match: " + "x" * 3_000,
        "Cookie: =;;=\x01;a",
        "Cookie: jb_session=" + "A" * 4_000,
    ),
    *(
        "Cookie: jb_session=\xff\xfe; jb_visitor=\xe5",
        "Cookie: " + "a=b; " * 900,
        "Accept-Language: ;q=x,,zh-\xff;q=9",
        "Accept: */*;q=nope",
    ),
    *(
        "X-Forwarded-For: 1.2.3.4.5, [::",
        "X-Forwarded-Proto: \x7f",
        'Forwarded: for="_\\',
        "Authorization: Basic ====",
        "Authorization: Bearer a.b",
    ),
    *(
        "Referer: http://[",
        "Origin: null",
        "Origin: http://evil.example",
        "Host: other",
        ": nameless",
        "no colon",
        "A b: c",
        " folded: x",
    ),
    *(
        "X-Long: " + "y" * 70_000,
        "X-Null: a\x00b",
        "Sec-Fetch-Site: cross-site",
        "User-Agent: \x80\x81",
        "X-Correlation-Id: " + "c" * 500,
    ),
)


@dataclass(frozen=True, slots=True)
class Target:
    """Where requests go: the operations there are, names of fields that are known, headers of a visitor who may post."""

    address: str
    operations: tuple[tuple[str, str], ...]
    names: tuple[str, ...]
    visitors: tuple[tuple[str, dict[str, str]], ...] = (("", {}),)
    locals: tuple[str, ...] = field(default=("127.0.0.1",))


def send(target: Target, raw: bytes, local: str) -> str:
    """The status of the answer; CLOSED for a connection that was only closed, HUNG for no answer at all."""
    place = urlsplit(target.address)
    with socket.socket() as connection:
        connection.settimeout(ANSWER_SECONDS)
        connection.bind((local, 0))
        connection.connect((place.hostname or "", place.port or 0))
        # A server may answer and close before all has come.
        with suppress(OSError):
            connection.sendall(raw)
            if not _is_whole(raw):
                # Nothing follows: else the server would wait for it as long as it waits for anybody.
                connection.shutdown(socket.SHUT_WR)
        try:
            head = connection.recv(CHUNK_BYTES)
        except TimeoutError:
            return HUNG
        except ConnectionError:
            return CLOSED
    words = head.split(b"\r\n", 1)[0].split(b" ")
    return words[1].decode("latin-1") if len(words) > 1 and words[0].startswith(b"HTTP/") else CLOSED


def _is_whole(raw: bytes) -> bool:
    """True when the one length that it names is that of its body."""
    head, _, body = raw.partition(b"\r\n\r\n")
    lengths = [line for line in head.split(b"\r\n") if line.lower().startswith(b"content-length:")]
    is_odd = b"Transfer-Encoding" in head or b"Expect" in head or b"Upgrade" in head
    return not is_odd and lengths == [b"Content-Length: %d" % len(body)]


class RawRequests:
    """Draws requests for a target."""

    def __init__(self, target: Target, chance: random.Random) -> None:
        self._target = target
        self._chance = chance
        self._token, self._visitor = chance.choice(target.visitors)

    def draw(self) -> bytes:
        """A whole request as bytes."""
        method, path = self._chance.choice(self._target.operations)
        kind, body = self._body()
        if self._chance.random() < 0.05:
            method = self._chance.choice(METHODS)
        headers = [
            f"Host: {urlsplit(self._target.address).netloc}",
            *(f"{k}: {v}" for k, v in self._visitor.items()),
        ]
        if self._chance.random() < 0.1:
            kind = self._chance.choice(TYPES)
        headers.append(f"Content-Type: {kind}")
        length = (
            len(body)
            if self._chance.random() < 0.96
            else max(0, len(body) + self._chance.choice((-3, 3, 1_000)))
        )
        headers.append(f"Content-Length: {length}")
        if self._token and self._chance.random() < 0.8:
            headers.append(f"X-CSRF-Token: {self._token}")
        for _ in range(self._chance.choice((0, 0, 0, 1, 1, 3))):
            headers.insert(self._chance.randint(0, len(headers)), self._chance.choice(ODD_HEADERS))
        version = (
            "HTTP/1.1"
            if self._chance.random() < 0.97
            else self._chance.choice(("HTTP/1.0", "HTTP/9.9", "FTP/1", ""))
        )
        head = f"{method} {self._path(path)} {version}\r\n" + "".join(
            f"{header}\r\n" for header in [*headers, "Connection: close"]
        )
        return head.encode("latin-1", "replace") + b"\r\n" + body

    def _path(self, path: str) -> str:
        for mark in ("{key}", "{name}"):
            if mark in path:
                path = path.replace(
                    mark, quote(str(self._chance.choice(("1", "2251799813685249", "x", *ODD_TEXTS))), safe="")
                )
        kind = self._chance.random()
        if kind < 0.1:
            path += "?" + urlencode({self._chance.choice(self._target.names): self._chance.choice(ODD_TEXTS)})
        elif kind < 0.13:
            path += self._chance.choice(
                (
                    "?%ZZ=%",
                    "?a=%ff%fe",
                    "?page=" + "9" * 30,
                    "?lang=\xff",
                    "#x",
                    ";x",
                    "//",
                    "/..",
                    "?" + "a" * 70_000,
                )
            )
        elif kind < 0.15:
            path = self._chance.choice(
                (
                    "*",
                    "",
                    "http://[::1",
                    "//evil/",
                    "/%00",
                    "/\xff",
                    "/" + "a/" * 2_000,
                    "/%c0%ae",
                    path.upper(),
                )
            )
        return path

    def _body(self) -> tuple[str, bytes]:
        kind = self._chance.random()
        if kind < 0.35:
            return "application/json", self._json()
        if kind < 0.6:
            return "application/x-www-form-urlencoded", self._form()
        if kind < 0.85:
            return "multipart/form-data; boundary=b", self._multipart()
        if kind < 0.98:
            return self._chance.choice(TYPES), self._chance.randbytes(self._chance.choice((0, 1, 50, 5_000)))
        return self._huge()

    def _json(self) -> bytes:
        if self._chance.random() < 0.3:
            return self._chance.choice(RAW_JSON)
        names = self._chance.choices(self._target.names, k=self._chance.choice((0, 1, 2, 5, 20)))
        value: object = {name: self._chance.choice(ODD_VALUES) for name in names}
        for _ in range(self._chance.choice((0, 0, 0, 1, 2))):
            value = {self._chance.choice(self._target.names): value}
        text = json.dumps(value, ensure_ascii=self._chance.random() < 0.5)
        if names and self._chance.random() < 0.1:
            text = text.replace('"', self._chance.choice(("", "'", '"\\ud800')), self._chance.randint(1, 3))
        return text.encode("utf-8", "surrogatepass")

    def _form(self) -> bytes:
        fields = [
            (self._chance.choice(self._target.names), self._chance.choice(ODD_TEXTS))
            for _ in range(self._chance.choice((0, 1, 4, 15)))
        ]
        if self._token and self._chance.random() < 0.8:
            fields.append(("csrf_token", self._token))
        if self._chance.random() < 0.02:
            fields += [(f"f{number}", "") for number in range(3_000)]
        body = urlencode(fields).encode()
        return body + self._chance.choice(
            (b"", b"", b"", b"&%", b"&%ZZ=%u1234", b"&a=%ff%fe", b"&=&&==", b"&\xff=\xfe")
        )

    def _multipart(self) -> bytes:
        parts = (
            [f'--b\r\nContent-Disposition: form-data; name="csrf_token"\r\n\r\n{self._token}\r\n'.encode()]
            if self._token
            else []
        )
        for _ in range(self._chance.choice((0, 1, 3, 12))):
            name = self._chance.choice((*self._target.names, "files", "resources", "", "\u0000"))
            file_name = self._chance.choice(
                (
                    "",
                    '; filename="a.bpmn"',
                    '; filename="../../x.pdf"',
                    "; filename*=UTF-8''%ff",
                    '; filename="' + "n" * 3_000 + '"',
                    "; filename=\x00.png",
                )
            )
            content_type = self._chance.choice(
                (
                    "",
                    "Content-Type: image/png\r\n",
                    "Content-Type: \xff/\r\n",
                    "Content-Transfer-Encoding: base64\r\n",
                    "X" * 9_000 + ": y\r\n",
                )
            )
            content = self._chance.choice(
                (
                    b"",
                    b"x",
                    b"%PDF-1.7\n%",
                    b"\x89PNG\r\n\x1a\n" + bytes(60),
                    b"PK\x03\x04" + bytes(30),
                    b"<definitions/>",
                    self._chance.randbytes(300),
                )
            )
            parts.append(
                f'--b\r\nContent-Disposition: form-data; name="{name}"{file_name}\r\n{content_type}\r\n'.encode(
                    "utf-8", "replace"
                )
                + content
                + b"\r\n"
            )
        body = b"".join(parts) + b"--b--\r\n"
        kind = self._chance.random()
        if kind < 0.15:
            return body[: self._chance.randint(0, len(body))]
        if kind < 0.25:
            return body.replace(b"\r\n", self._chance.choice((b"\n", b"\r", b"")), self._chance.randint(1, 9))
        return body.replace(b"--b", self._chance.choice((b"--c", b"-b", b"--b--b"))) if kind < 0.3 else body

    def _huge(self) -> tuple[str, bytes]:
        """Now and then as much as a nasty person has patience for: 35 MB at most."""
        size = self._chance.choice((MB // 4, MB, 2 * MB)) if self._chance.random() < 0.97 else 35 * MB
        name = self._chance.choice(self._target.names)
        bodies = (
            ("application/json", b'{"' + name.encode() + b'":"' + b"x" * size + b'"}'),
            ("application/json", b"[" + b"1," * (size // 2) + b"1]"),
            ("application/json", b"{" + b",".join(b'"k%d":%d' % (n, n) for n in range(size // 16)) + b"}"),
            ("application/x-www-form-urlencoded", name.encode() + b"=" + b"x" * size),
            ("application/x-www-form-urlencoded", b"a=1&" * (size // 4)),
            (
                "multipart/form-data; boundary=b",
                b'--b\r\nContent-Disposition: form-data; name="files"; filename="a.png"\r\n\r\n'
                + b"x" * size
                + b"\r\n--b--\r\n",
            ),
            (
                "multipart/form-data; boundary=b",
                b'--b\r\nContent-Disposition: form-data; name="a"\r\n\r\nx\r\n' * (size // 60) + b"--b--\r\n",
            ),
        )
        return self._chance.choice(bodies)
