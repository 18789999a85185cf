"""Settings of limits by where people come from."""

from __future__ import annotations

from ipaddress import ip_network

from pydantic import BaseModel, Field, field_validator

from services.ports.shared_sources import Network, SharedSources

_MOST_SHARING = 100_000
_EXPECTED = (
    "expects networks with the number of people behind each, such as 10.2.0.0/16=50,203.0.113.7=20"
    " / 应为 网段=人数，以逗号分隔，如 10.2.0.0/16=50,203.0.113.7=20"
)


class SourceSettings(BaseModel):
    """Which addresses many people share: a hall with kiosks, an office behind one address, a carrier's gateway."""

    shared_sources: str = Field(
        "",
        description="Networks that many people share, CIDR=people, by commas; limits by source are so many times as high there"
        " / 多人共用的网段（CIDR=人数，逗号分隔），按来源的次数限制在该处乘以人数",
    )

    @field_validator("shared_sources")
    @classmethod
    def _sources_are_networks(cls, value: str) -> str:
        read_shared_sources(value)
        return value


def read_shared_sources(text: str) -> SharedSources:
    """The networks of a setting; ValueError says what was expected."""
    sharing: dict[Network, int] = {}
    for part in filter(None, (part.strip() for part in text.split(","))):
        network, _, people = part.partition("=")
        people = people.strip()
        if not (people.isascii() and people.isdecimal() and len(people) <= len(str(_MOST_SHARING))):
            raise ValueError(_EXPECTED)
        if not 1 <= int(people) <= _MOST_SHARING:
            raise ValueError(_EXPECTED)
        try:
            sharing[ip_network(network.strip())] = int(people)
        except ValueError:
            raise ValueError(_EXPECTED) from None
    return SharedSources(sharing)
