"""Where attempts come from, as limits count it: one IPv4 address, or the /64 of an IPv6 address.

A household or a machine has a whole /64 of addresses (RFC 6177): counted by single addresses it would have no limit at all.
"""

from __future__ import annotations

from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address

_PREFIX = 64


def source_name(address: str) -> str:
    """The name under which attempts from this address are counted; what is no address stays as it is."""
    found = read_address(address)
    if isinstance(found, IPv6Address):
        return str(IPv6Network((found, _PREFIX), strict=False))
    return address if found is None else str(found)


def read_address(address: str) -> IPv4Address | IPv6Address | None:
    """The address without its zone; an IPv4 address in the dress of an IPv6 one is IPv4. None for what is none."""
    try:
        found = ip_address(address.partition("%")[0])
    except ValueError:
        return None
    return (found.ipv4_mapped or found) if isinstance(found, IPv6Address) else found
