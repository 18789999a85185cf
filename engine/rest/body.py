"""Reading request bodies and keys: a missing, mistyped or unknown field is a 400 that names the field."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import cast

from aiohttp import web

from engine.rest.fields import NUMBER_LIMIT, find_key
from engine.rest.problem import InvalidRequest, Problem
from engine.rest.strict_json import read_json
from engine.state.entity import Variables

DEFAULT_TENANT = "<default>"
LONGEST_MS = 100 * 366 * 86_400_000


class Body:
    """A JSON object whose fields were checked against the names an operation knows."""

    def __init__(self, values: Mapping[str, object], where: str = "") -> None:
        self._values = values
        self._where = where

    def has(self, name: str) -> bool:
        """True when the field was sent and is not null."""
        return self._values.get(name) is not None

    def raw(self, name: str) -> object:
        """The value as sent; None when absent."""
        return self._values.get(name)

    def text(self, name: str, default: str | None = None) -> str:
        """A string; without a default a missing or blank one is refused."""
        value = self._values.get(name)
        if value is None and default is not None:
            return default
        if not isinstance(value, str) or (default is None and not value):
            raise InvalidRequest(
                f"{self._path(name)} must be a string" + ("" if value else ", but was missing")
            )
        return value

    def find_text(self, name: str) -> str | None:
        """A string or None when absent."""
        return self.text(name) if self.has(name) else None

    def integer(self, name: str, default: int | None = None) -> int:
        """A whole number; without a default a missing one is refused."""
        value = self._values.get(name)
        if value is None and default is not None:
            return default
        if not isinstance(value, int) or isinstance(value, bool) or abs(value) >= NUMBER_LIMIT:
            raise InvalidRequest(f"{self._path(name)} must be a whole number of 64 bits")
        return value

    def milliseconds(self, name: str, default: int | None = None) -> int:
        """A duration from 0 to 100 years: beyond it a moment would not fit the store."""
        value = self.integer(name, default)
        if not 0 <= value <= LONGEST_MS:
            raise InvalidRequest(f"{self._path(name)} must be milliseconds from 0 to {LONGEST_MS}")
        return value

    def boolean(self, name: str, *, default: bool) -> bool:
        """True or false."""
        value = self._values.get(name)
        if value is None:
            return default
        if not isinstance(value, bool):
            raise InvalidRequest(f"{self._path(name)} must be true or false")
        return value

    def key(self, name: str) -> int:
        """A key sent as a string (a number is taken too)."""
        return parse_key(self._values.get(name), self._path(name))

    def variables(self, name: str = "variables") -> Variables:
        """A JSON object of variables; empty when absent."""
        value = self._values.get(name)
        if value is None:
            return {}
        if not isinstance(value, dict):
            raise InvalidRequest(f"{self._path(name)} must be an object")
        return cast(Variables, value)

    def texts(self, name: str) -> list[str] | None:
        """A list of strings, or None when absent."""
        value = self._values.get(name)
        if value is None:
            return None
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            raise InvalidRequest(f"{self._path(name)} must be a list of strings")
        return value

    def part(self, name: str, *known: str) -> "Body":
        """The object under `name` with its own known fields; empty when absent."""
        return checked(self._values.get(name) or {}, known, self._path(name))

    def _path(self, name: str) -> str:
        return f"{self._where}.{name}" if self._where else name


def checked(value: object, known: tuple[str, ...], where: str = "") -> Body:
    """A Body over `value`; refused when it is no object or has a field that the operation does not know."""
    if not isinstance(value, dict):
        raise InvalidRequest(f"{where or 'the request body'} must be an object")
    unknown = sorted(set(value) - set(known))
    if unknown:
        raise InvalidRequest(f"unknown field {', '.join(unknown)}" + (f" in {where}" if where else ""))
    return Body(value, where)


async def read_body(request: web.Request, *known: str) -> Body:
    """The request's JSON object; an empty body counts as `{}`. `tenantId` is taken as `<default>` only."""
    with faults_of_sender():
        text = await request.text()
    value = read_json(text) if text.strip() else {}
    body = checked(value, (*known, "tenantId"))
    require_default_tenant(body.raw("tenantId"))
    return body


@contextmanager
def faults_of_sender() -> Iterator[None]:
    """Around the reading of a body only: whatever that raises is a 400; a body too large stays a 413."""
    try:
        yield
    except (Problem, web.HTTPException):
        raise
    except Exception as error:
        # The server's readers raise much: assertions, unknown charsets, zlib's errors, attributes that are None.
        raise InvalidRequest("the request body cannot be read as its headers describe it") from error


def require_default_tenant(tenant: object) -> None:
    """Refuses any tenant but the default one: multi-tenancy is not there."""
    if tenant not in (None, "", DEFAULT_TENANT):
        raise InvalidRequest(f"tenantId must be {DEFAULT_TENANT}, since multi-tenancy is off")


def path_key(request: web.Request, name: str = "key") -> int:
    """The key in the path."""
    return parse_key(request.match_info[name], name)


def parse_key(value: object, where: str) -> int:
    """An int64 from its decimal string or number; strings are usual, since JavaScript loses last digits."""
    key = find_key(str(value))
    if key is None:
        raise InvalidRequest(f"{where} must be a key (decimal digits)")
    return key
