"""Counts what is sent at a query code: so many requests per case and hour, a repeat is none."""

from models.base import JsonObject
from services.limits.rate_limit import count_attempt
from services.limits.rules import REQUESTS_PER_NUMBER
from services.submissions.once_per_submission import Sending, find_answer
from services.unit_of_work import UnitOfWork


def count_request(sending: Sending, unit_of_work: UnitOfWork) -> JsonObject | None:
    """The answer that this form got before, else None, and one more request is counted.

    RuleRefused("RATE_LIMITED") beyond the limit, InvalidInput as `find_answer` has it.
    """
    with unit_of_work.reading() as unit:
        known = find_answer(sending, unit)
    if known is None:
        count_attempt(REQUESTS_PER_NUMBER, sending.complaint_id, unit_of_work)
    return known
