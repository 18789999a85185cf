"""The centre's offices, windows, items and people as plain values for matching. No rows, no rules."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class OfficeEntry:
    """One unit."""

    code: str
    name: str


@dataclass(frozen=True, slots=True)
class WindowEntry:
    """One window and its unit."""

    code: str
    unit: str


@dataclass(frozen=True, slots=True)
class ItemEntry:
    """One service item."""

    code: str
    unit: str
    name: str


@dataclass(frozen=True, slots=True)
class PersonEntry:
    """One member of staff."""

    login: str
    name: str
    unit: str
    badge: str


@dataclass(frozen=True, slots=True)
class SittingEntry:
    """One person at one window, both days included; `weekday` 0 to 6 or None for every day."""

    login: str
    window: str
    valid_from: date
    valid_to: date | None
    weekday: int | None

    def holds_on(self, day: date) -> bool:
        """Whether the person sat there on that day."""
        is_in_span = self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)
        return is_in_span and self.weekday in (None, day.weekday())


@dataclass(frozen=True, slots=True)
class Directory:
    """Everything a complaint may be about."""

    offices: tuple[OfficeEntry, ...]
    windows: tuple[WindowEntry, ...]
    items: tuple[ItemEntry, ...]
    people: tuple[PersonEntry, ...]
    roster: tuple[SittingEntry, ...]

    def people_at(self, window: str, day: date) -> list[PersonEntry]:
        """Who sat at a window on a day."""
        logins = {entry.login for entry in self.roster if entry.window == window and entry.holds_on(day)}
        return [person for person in self.people if person.login in logins]

    def window_of(self, login: str, day: date) -> str | None:
        """Where a person sat on a day; None when the roster does not say or says more than one."""
        windows = {entry.window for entry in self.roster if entry.login == login and entry.holds_on(day)}
        return windows.pop() if len(windows) == 1 else None
