"""Counts what is sent with the code of a case: so many requests per case and hour, a repeat is none."""

from models.ground.base import JsonObject
from services.attempts.rate_limit import RateRule, count_attempt
from services.attempts.rules import REQUESTS_PER_NUMBER
from services.once.once_per_submission import Sending, find_answer
from services.unit_of_work import UnitOfWork


def count_request(
    sending: Sending, unit_of_work: UnitOfWork, rule: RateRule = REQUESTS_PER_NUMBER
) -> JsonObject | None:
    """The answer that this form got before, else None, and one more request is counted.

    TriedTooOften beyond the limit, InvalidInput as `find_answer` has it.
    """
    with unit_of_work.reading() as unit:
        known = find_answer(sending, unit)
    if known is None:
        count_attempt(rule, sending.complaint_id, unit_of_work)
    return known
