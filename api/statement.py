"""The complainant's statement from a filled form; citizens' and clerks' pages name the fields alike."""

from __future__ import annotations

from collections.abc import Mapping

from services.filing.statement import Statement

_TEXTS = (
    "content", "wanted", "name", "organisation", "id_number", "phone", "email", "postal_address",
    "respondent_unit", "respondent_window", "respondent_staff", "service_item", "handling_number", "occurred_at",
    "occurred_place", "feedback_way", "privacy_notice_version",
)  # fmt: skip


def statement_of(form: Mapping[str, str]) -> Statement:
    """What was entered, white space at the ends removed; nothing is judged here."""
    texts = {name: (form.get(name) or "").strip() for name in _TEXTS}
    return Statement(
        **texts,
        is_anonymous=bool(form.get("anonymous")),
        keep_identity_secret=bool(form.get("keep_identity_secret")),
        consent_to_share_identity=bool(form.get("consent_to_share_identity")),
    )
