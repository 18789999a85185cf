"""Kinds of events that an auditor asks for together."""

from __future__ import annotations

from enum import StrEnum

from sqlalchemy import ColumnElement, or_

from models.ledger.trail_event import TrailEvent


class EventGroup(StrEnum):
    """What is asked for together; the events themselves are in the trail and nowhere else."""

    SIGN_IN = "sign_in"
    ACCOUNTS = "accounts"
    IDENTITY = "identity"
    EXPORTS = "exports"
    DEPLOYMENTS = "deployments"


# A name that ends with a dot is all kinds that begin so.
_KINDS: dict[EventGroup, tuple[str, ...]] = {
    EventGroup.SIGN_IN: (
        "account.signed_in", "account.locked", "account.sessions_ended", "account.recovery_code_used",
    ),
    EventGroup.ACCOUNTS: (
        "account.created", "account.reset", "account.stopped", "account.released", "account.password_changed",
        "account.second_factor_on", "account.second_factor_off", "organisation.staff_added",
        "organisation.staff_changed", "organisation.staff_returned", "absence.", "mandate.",
    ),
    EventGroup.IDENTITY: (
        "identity.", "prior_identity.revealed", "appointment.contact_seen", "file.passed_on_read", "incoming.read",
    ),
    EventGroup.EXPORTS: (
        "list.exported", "summary.exported", "performance.exported", "order_returns.taken", "file.printed",
        "letter.printed", "letter-batch.printed", "bulletin.printed", "opening.printed", "anonymous_list.printed",
        "destruction.printed", "entrustment.sheet_printed", "referral.sheet_printed", "review.sheet_printed",
        "transfer.taken", "data-request.copied",
    ),
    EventGroup.DEPLOYMENTS: ("files.deployed", "version.reviewed", "process_proposal.", "deployment."),
}  # fmt: skip


def is_of_group(group: EventGroup) -> ColumnElement[bool]:
    """The condition on `trail_event`."""
    kinds = _KINDS[group]
    whole = [kind for kind in kinds if not kind.endswith(".")]
    begun = [
        (TrailEvent.kind >= kind) & (TrailEvent.kind < f"{kind[:-1]}/")
        for kind in kinds
        if kind.endswith(".")
    ]
    return or_(TrailEvent.kind.in_(whole), *begun)
