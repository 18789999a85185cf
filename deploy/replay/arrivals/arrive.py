"""A story comes in through the door of its channel."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping

from deploy.replay.arrivals.mail import mail_of
from deploy.replay.arrivals.openings import arrive_opened, is_opened
from deploy.replay.arrivals.posts import message_of, source_of
from deploy.replay.arrivals.programs import Source, deliver_mail, deliver_row, deliver_signed, upload_table
from deploy.replay.arrivals.rows import has_nothing_new, order_file_of, order_row_of, review_row_of
from deploy.replay.evidence_files import files_of
from deploy.replay.intake_door import WEB_CHANNELS, registration_fields, web_fields
from deploy.replay.office import Office
from deploy.replay.page_reading import Receipt, StepRefused
from deploy.replay.samples import Story


def arrive(office: Office, story: Story, clerk: str) -> Receipt:
    """`clerk` registers what has no door of its own. Raises StepRefused where the office files no complaint of it."""
    if story.channel in WEB_CHANNELS:
        return office.file({**web_fields(story), **_submission(story)}, files_of(story))
    if (door := _DOORS.get(story.channel)) is not None:
        return door(office, story)
    if is_opened(story):
        return arrive_opened(office, story, _submission(story)["submission_id"])
    return office.register(clerk, {**registration_fields(story), **_submission(story)}, files_of(story))


def _by_mail(office: Office, story: Story) -> Receipt:
    return deliver_mail(office, mail_of(story), story.received_at)


def _by_order(office: Office, story: Story) -> Receipt:
    """The hotline's program brings it, since its answer alone tells the code; the exported file must then say nothing new."""
    row = order_row_of(story)
    receipt = deliver_row(office, "orders", row)
    page = upload_table(office, order_file_of(story))
    if not has_nothing_new(page, row["工单编号"]):
        raise StepRefused(f"the exported file is not known as {receipt.number}")
    return receipt


def _by_review(office: Office, story: Story) -> Receipt:
    return deliver_row(office, "reviews", review_row_of(story))


def _by_signed_message(office: Office, story: Story) -> Receipt:
    source = Source(source_of(story), str(story.raw.get("platform") or story.channel)[:80], story.channel)
    return deliver_signed(office, source, message_of(story), story.id)


def _submission(story: Story) -> dict[str, str]:
    # The same story is the same submission, so a filing whose end was not noted is not done twice.
    return {"submission_id": uuid.uuid5(uuid.NAMESPACE_URL, f"replay:{story.id}").hex}


_DOORS: Mapping[str, Callable[[Office, Story], Receipt]] = {
    "email": _by_mail,
    "hotline_12345": _by_order,
    "bad_review": _by_review,
    "chat": _by_signed_message,
    "social": _by_signed_message,
}
