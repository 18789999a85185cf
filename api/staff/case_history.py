"""The history of a case by kind of event and by words."""

from __future__ import annotations

from flask import request

from api.staff.case_page import render_section
from api.staff.case_sections import HISTORY

# By the first word of an event's name; what is not named here is the work itself.
KINDS: dict[str, tuple[str, ...]] = {
    "work": (),
    "units": (
        *("supplement", "referral", "entrustment", "recusal", "rectification", "discipline", "review"),
        *("supervision", "withdrawal", "respondent", "joint", "designation"),
    ),
    "limits": ("clock", "extension"),
    "told": (
        "complainant",
        "answer",
        "letter",
        "return_visit",
        "progress",
        "finding",
        "support_note",
        "message",
    ),
    "material": ("evidence", "entry", "investigation", "file", "act"),
    "looks": ("identity", "query_code", "look", "standing"),
}
_KIND_OF = {word: kind for kind, words in KINDS.items() for word in words}


def kind_of(event: str) -> str:
    """Which of the kinds an event of the trail is."""
    return _KIND_OF.get(event.split(".", maxsplit=1)[0], "work")


def history_page(complaint_id: str) -> str:
    """The newest first; `kind` and `words` of the query narrow it, and make an address that can be passed on."""
    kind = request.args.get("kind", "")
    return render_section(
        complaint_id,
        HISTORY,
        kinds=tuple(KINDS),
        kind=kind if kind in KINDS else "",
        words=request.args.get("words", "").strip(),
        kind_of=kind_of,
    )
