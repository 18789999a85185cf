"""Addresses behind which many people stand, as the owner of the office names them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network

Network = IPv4Network | IPv6Network


@dataclass(frozen=True, slots=True)
class SharedSources:
    """How many people share each network's addresses: a limit by source is so many times as high there."""

    sharing: Mapping[Network, int] = field(default_factory=dict)

    def sharing_of(self, address: IPv4Address | IPv6Address | None) -> int:
        """By the narrowest network that holds the address; 1 where none does."""
        held = [net for net in self.sharing if address is not None and address in net]
        return self.sharing[max(held, key=lambda net: net.prefixlen)] if held else 1
