"""The names under which the engine answers: a page whose name was bound anew to this machine has another one."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable


class Hosts:
    """The address that the engine is bound to, the names of loopback, and those that were set."""

    def __init__(self, bound: str, further: Iterable[str] = ()) -> None:
        self._names = {name.strip().lower().rstrip(".") for name in further}
        self._address = ipaddress.ip_address(bound) if _is_address(bound) else None
        if self._address is None:
            self._names.add(bound.lower())

    def knows(self, authority: str | None) -> bool:
        """True for a known name or address, whatever port stands behind it: forwarded ports have other numbers.

        Behind a wildcard address every literal address is known, since only names can be bound anew.
        """
        host = _without_port(authority or "").lower().rstrip(".")
        if host in self._names or host == "localhost":
            return True
        if not _is_address(host):
            return False
        address = ipaddress.ip_address(host)
        is_anywhere = self._address is not None and self._address.is_unspecified
        return address.is_loopback or address == self._address or is_anywhere


def _without_port(authority: str) -> str:
    if authority.startswith("["):
        return authority[1:].partition("]")[0]
    return authority.partition(":")[0]


def _is_address(text: str) -> bool:
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return True
