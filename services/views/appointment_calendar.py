"""An appointment as a calendar file (RFC 5545): when and where, nobody's name and nothing of the matter."""

from datetime import UTC, datetime

from services.office.centre_contact import CentreContact
from services.views.own_appointment import OwnAppointment

_LINE_BYTES = 75  # RFC 5545, 3.1; what is longer goes on in a line that begins with a space
_TITLE = "来访预约"


def write_calendar(own: OwnAppointment, contact: CentreContact | None, now: datetime) -> bytes:
    """One event; moved or cancelled it has the same id and a higher sequence, so that calendars change theirs."""
    name, address = (contact.name, contact.address) if contact is not None else ("", "")
    where = " ".join(part for part in (name, address, own.room, own.place) if part)
    lines = (
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Jieban//Appointments//ZH",
        "METHOD:PUBLISH",
        "BEGIN:VEVENT",
        f"UID:{own.number}@jieban",
        f"SEQUENCE:{own.sequence}",
        f"DTSTAMP:{_moment(now)}",
        f"DTSTART:{_moment(own.starts_at)}",
        f"DTEND:{_moment(own.ends_at)}",
        f"SUMMARY:{_escape(f'{_TITLE} {own.number}')}",
        f"LOCATION:{_escape(where)}",
        f"STATUS:{'CANCELLED' if own.is_cancelled else 'CONFIRMED'}",
        "END:VEVENT",
        "END:VCALENDAR",
    )
    return b"".join(_fold(line.encode()) + b"\r\n" for line in lines)


def _moment(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def _escape(text: str) -> str:
    for char in ("\\", ";", ","):
        text = text.replace(char, f"\\{char}")
    return " ".join(text.split())


def _fold(line: bytes) -> bytes:
    """Folded between characters: a byte that goes on with one is never the first of a line."""
    parts, rest, most = [], line, _LINE_BYTES
    while len(rest) > most:
        cut = most
        while rest[cut] & 0xC0 == 0x80:
            cut -= 1
        parts.append(rest[:cut])
        rest, most = rest[cut:], _LINE_BYTES - 1
    return b"\r\n ".join([*parts, rest])
