"""A small OpenID Connect provider over a socket, which also signs wrongly when it is told to."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import secrets
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlencode, urlsplit

from joserfc import jws, jwt
from joserfc.jwk import RSAKey

from engine.access.tls import Certificate

CLIENT_ID, CLIENT_SECRET = "jieban", "a secret & a half: 甲"
SUBJECT, NAME = "5f0c-文-71", "文如生"
Spoil = Callable[["LocalProvider", dict, dict], "str | None"]


@dataclass
class LocalProvider:
    """Signs in as `subject` whoever comes. `spoil` changes header and claims, or gives a whole token of its own."""

    server: ThreadingHTTPServer
    issuer: str = ""
    subject: str = SUBJECT
    spoil: Spoil | None = None
    claims: dict = field(default_factory=dict)
    document: dict = field(default_factory=dict)
    answers: dict[str, tuple[int, dict[str, str], bytes]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    key: RSAKey = field(init=False)
    _codes: dict[str, dict[str, str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.rotate()

    def rotate(self) -> RSAKey:
        """A new key, which alone is offered from now on; returns it."""
        self.key = RSAKey.generate_key(2048, {"kid": secrets.token_hex(4), "use": "sig"}, auto_kid=False)
        return self.key

    def answer(
        self, path: str, fields: dict[str, str], login: str | None
    ) -> tuple[int, dict[str, str], bytes]:
        """Status, headers and body."""
        self.asked.append(path)
        if path in self.answers:
            return self.answers[path]
        if path.endswith("/.well-known/openid-configuration"):
            return _json(self._document())
        if path.endswith("/keys"):
            return _json({"keys": [self.key.as_dict(private=False)]})
        if path.endswith("/auth"):
            return self._let_in(fields)
        if path.endswith("/token"):
            return self._exchange(fields, login)
        return 404, {}, b""

    def sign(self, header: dict, claims: dict) -> str:
        """As it should be, of whatever JSON can hold."""
        return jws.serialize_compact(header, json.dumps(claims), self.key)

    def _document(self) -> dict:
        ends = {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/auth",
            "token_endpoint": f"{self.issuer}/token",
            "jwks_uri": f"{self.issuer}/keys",
            "end_session_endpoint": f"{self.issuer}/end",
        }
        return ends | self.document

    def _let_in(self, fields: dict[str, str]) -> tuple[int, dict[str, str], bytes]:
        assert (fields["response_type"], fields["code_challenge_method"]) == ("code", "S256")
        assert (fields["client_id"], "openid" in fields["scope"].split()) == (CLIENT_ID, True)
        code = secrets.token_urlsafe(8)
        self._codes[code] = fields
        back = urlencode({"code": code, "state": fields["state"], "iss": self.issuer})
        return 302, {"Location": f"{fields['redirect_uri']}?{back}"}, b""

    def _exchange(self, fields: dict[str, str], login: str | None) -> tuple[int, dict[str, str], bytes]:
        known = self._codes.pop(fields.get("code", ""), None)
        digest = hashlib.sha256(fields.get("code_verifier", "").encode()).digest()
        if known is None or _plain(digest) != known["code_challenge"]:
            return 400, {}, b'{"error": "invalid_grant"}'
        assert login == urlencode({CLIENT_ID: CLIENT_SECRET}).replace("=", ":"), "RFC 6749, section 2.3.1"
        assert fields["redirect_uri"] == known["redirect_uri"]
        now, access_token = int(time.time()), secrets.token_urlsafe(16)
        header = {"alg": "RS256", "kid": self.key.kid}
        claims = {
            "iss": self.issuer,
            "sub": self.subject,
            "aud": CLIENT_ID,
            "azp": CLIENT_ID,
            "iat": now,
            "exp": now + 300,
            "nonce": known["nonce"],
            "name": NAME,
            "at_hash": _plain(hashlib.sha256(access_token.encode()).digest()[:16]),
        } | self.claims
        token = self.spoil(self, header, claims) if self.spoil is not None else None
        return _json({"access_token": access_token, "id_token": token or self.sign(header, claims)})


@contextmanager
def serve_provider(certificate: Certificate | None = None) -> Iterator[LocalProvider]:
    """One on a free port of this machine, by TLS with a certificate."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    if certificate is not None:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate.chain, certificate.key)
        server.socket = context.wrap_socket(server.socket, server_side=True)
    scheme = "http" if certificate is None else "https"
    provider = LocalProvider(server, f"{scheme}://127.0.0.1:{server.server_port}/realms/centre")
    server.provider = provider  # type: ignore[attr-defined]  # for the handler
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield provider
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def unsigned(_provider: LocalProvider, _header: dict, claims: dict) -> str:
    """alg none."""
    return ".".join(_plain(json.dumps(part).encode()) for part in ({"alg": "none"}, claims)) + "."


def with_another_key(provider: LocalProvider, header: dict, claims: dict) -> str:
    """The right id of a key, and another key."""
    return jwt.encode(header, claims, RSAKey.generate_key(2048, {"kid": provider.key.kid}, auto_kid=False))


def with_the_public_key_as_a_secret(provider: LocalProvider, header: dict, claims: dict) -> str:
    """HS256 with what everybody can read."""
    # By hand: the library refuses to sign so.
    signed = ".".join(_plain(json.dumps(part).encode()) for part in ({**header, "alg": "HS256"}, claims))
    mac = hmac.new(provider.key.as_pem(private=False), signed.encode(), hashlib.sha256).digest()
    return f"{signed}.{_plain(mac)}"


def saying(**changes: object) -> Spoil:
    """Well signed, with other claims; None leaves one out."""

    def spoil(provider: LocalProvider, header: dict, claims: dict) -> str:
        told = {name: value for name, value in (claims | changes).items() if value is not None}
        return provider.sign(header, told)

    return spoil


def under_the_id(key_id: str | None) -> Spoil:
    """Well signed, under another id of the key, or none."""

    def spoil(provider: LocalProvider, header: dict, claims: dict) -> str:
        return provider.sign({"alg": header["alg"]} | ({} if key_id is None else {"kid": key_id}), claims)

    return spoil


def _json(read: dict) -> tuple[int, dict[str, str], bytes]:
    return 200, {"Content-Type": "application/json"}, json.dumps(read, ensure_ascii=False).encode()


def _plain(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()


class _Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        self._send(parts.path, parts.query)

    def do_POST(self) -> None:
        self._send(self.path, self.rfile.read(int(self.headers["Content-Length"])).decode())

    def log_message(self, *_arguments: object) -> None:
        """Nothing."""

    def _send(self, path: str, query: str) -> None:
        fields = {name: values[0] for name, values in parse_qs(query).items()}
        basic = self.headers.get("Authorization", "").removeprefix("Basic ")
        login = base64.b64decode(basic).decode() if basic else None
        status, headers, body = self.server.provider.answer(path, fields, login)  # type: ignore[attr-defined]  # as above
        self.send_response(status)
        for name, value in {"Content-Length": str(len(body)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)
