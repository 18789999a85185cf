"""Closed vocabularies of incidents with personal data (《个人信息保护法》第五十七条)."""

from enum import StrEnum


class IncidentState(StrEnum):
    """Open until a second person closes it."""

    OPEN = "open"
    CLOSED = "closed"


class HarmKind(StrEnum):
    """What happened to the data."""

    LEAKED = "leaked"
    ALTERED = "altered"
    LOST = "lost"


class PersonStanding(StrEnum):
    """How one person stands: told, on the way, not told yet, or nobody could reach him."""

    TOLD = "told"
    ON_THE_WAY = "on_the_way"
    NOT_TOLD = "not_told"
    UNREACHABLE = "unreachable"
