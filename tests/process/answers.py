"""What each worker answers unless a test says otherwise: an ordinary case, with every window over when asked."""

from __future__ import annotations

from typing import Any, Final

_WINDOW: Final = {"is_window_over": True, "window_ends_at": None}

# What a run is told that begins with intake.
BEGINNING: Final[dict[str, Any]] = {
    "start_stage": "intake",
    "start_step": None,
    "outcome": None,
    "handler_id": None,
    "resolve_clock_id": None,
    "investigation_clock_id": None,
    "feedback_clock_id": None,
    "needs_answer_task": False,
    "has_accepted": False,
    "referral_ids": [],
    "planned_methods": [],
    "needs_review": False,
    "needs_return_visit": False,
    "return_visit_clock_id": None,
    "survey_id": None,
    "wants_redo": False,
}

ANSWERS: Final[dict[str, dict[str, Any]]] = {
    "complaint.start-case-run": {
        "is_duplicate_run": False,
        "round": 1,
        "acceptance_clock_id": "acceptance",
        "first_contact_clock_id": "first-contact",
        **BEGINNING,
    },
    "complaint.prepare-triage": {
        "channel": "phone",
        "category_hint": "buck_passing",
        "claim_count": 2,
        "is_urgent_hint": False,
        "is_real_name": True,
        "respondent_unit": None,
        "respondent_area": "E",
        "item_duty": None,
        "unit_count": 1,
    },
    "complaint.record-suggestion": {},
    "complaint.check-supplement-window": _WINDOW,
    "complaint.check-entrustment-window": _WINDOW,
    "complaint.check-respondent-window": _WINDOW,
    "complaint.conclude-handling": {
        "has_returned": False,
        "outcome": "accepted",
        "handler_id": "li",
        "feedback_clock_id": "feedback",
        "needs_answer_task": True,
        "acceptance_clock_id": None,
    },
    "complaint.conclude-withdrawal": {
        "outcome": "withdrawn",
        "handler_id": "li",
        "feedback_clock_id": "feedback",
        "needs_answer_task": True,
    },
    "complaint.archive-case": {},
    "complaint.bind-summaries": {"summary_ids": []},
    "complaint.prepare-referral": {"complaint_id": "c1", "is_open": False},
    "complaint.prepare-extension": {"complaint_id": "c1", "is_open": False},
}
