"""Kinds of events that an auditor asks for together."""

from __future__ import annotations

from enum import StrEnum


class EventGroup(StrEnum):
    """What is asked for together; the events themselves are in the trail and nowhere else."""

    SIGN_IN = "sign_in"
    ACCOUNTS = "accounts"
    IDENTITY = "identity"
    EXPORTS = "exports"
    DEPLOYMENTS = "deployments"


_KINDS: dict[EventGroup, tuple[str, ...]] = {
    EventGroup.SIGN_IN: (
        "account.signed_in", "account.locked", "account.sessions_ended", "account.recovery_code_used",
        "account.provider_refused",
    ),
    EventGroup.ACCOUNTS: (
        "account.created", "account.reset", "account.stopped", "account.released", "account.password_changed",
        "account.second_factor_on", "account.second_factor_off", "account.provider_linked",
        "account.provider_unlinked", "account.provider_link_known", "organisation.staff_added",
        "organisation.staff_changed", "organisation.staff_returned", "absence.recorded", "absence.begun",
        "absence.ended", "mandate.granted", "mandate.confirmed", "mandate.refused", "mandate.withdrawn",
    ),
    EventGroup.IDENTITY: (
        "identity.revealed", "identity.refused", "identity.searched", "prior_identity.revealed",
        "appointment.contact_seen", "file.passed_on_read", "incoming.read", "query_code.handed_over",
    ),
    EventGroup.EXPORTS: (
        "list.exported", "summary.exported", "order_returns.taken", "file.printed",
        "letter.printed", "letter-batch.printed", "bulletin.printed", "opening.printed", "anonymous_list.printed",
        "destruction.printed", "entrustment.sheet_printed", "referral.sheet_printed", "review.sheet_printed",
        "transfer.taken", "data-request.copied",
    ),
    EventGroup.DEPLOYMENTS: (
        "deployment.proposed", "deployment.confirmed", "deployment.refused", "deployment.failed", "files.deployed",
        "version.reviewed", "version.put_back", "version.not_put_back", "version.key_again",
        "process_proposal.sent", "process_proposal.answered", "process_proposal.carried",
    ),
}  # fmt: skip


def kinds_of(group: EventGroup) -> tuple[str, ...]:
    """The kinds of its events."""
    return _KINDS[group]
