"""Visits by appointment (来访预约): how far one is, and what became of its reminder."""

from enum import StrEnum


class AppointmentState(StrEnum):
    """`MISSED`: the time has passed and nobody came; `DONE`: spoken with, whatever came of it."""

    BOOKED = "booked"
    ARRIVED = "arrived"
    DONE = "done"
    MISSED = "missed"
    CANCELLED = "cancelled"


class ReminderState(StrEnum):
    """`SENDING` is written before a carrier is called, `TOLD` only once it took the reminder or a clerk has spoken of it."""

    UNWANTED = "unwanted"
    WAITING = "waiting"
    SENDING = "sending"
    TOLD = "told"
    REFUSED = "refused"
    IN_DOUBT = "in_doubt"
