"""What the office itself can see in its handling of a complaint, and how often: our own observation, beside what people tell."""

from __future__ import annotations

from collections.abc import Mapping

from services.figures.entries import MARK_TIMES, MARKS
from services.ledger.entry_filter import ASKED_AGAIN, MarkAsked
from services.ports.figures import Value


def tell_marks(values: Mapping[str, Value]) -> dict[str, Value]:
    """The two columns, of a row of the ledger."""
    asked, returned, redone = (
        int(values[name] or 0)  # type: ignore[arg-type]  # numbers of the ledger
        for name in ("times_materials_asked", "times_returned", "times_redone")
    )
    told = {
        MarkAsked.ASKED_AGAIN.value: asked if asked >= ASKED_AGAIN else 0,
        MarkAsked.SENT_BACK.value: returned,
        MarkAsked.REPEAT.value: int(values["is_repeat"] is True),
        MarkAsked.REDONE.value: redone,
    }
    known = {mark: times for mark, times in told.items() if times}
    return {MARKS: tuple(known), MARK_TIMES: tuple(known.values())}
