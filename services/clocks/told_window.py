"""How long a right may be used, in the words of a letter."""

from models.clock.legal_time import beijing_date
from services.clocks.time_limits import get_policy_by_key
from services.unit_of_work import Unit

REVIEW_REQUEST_KEY = "review_request"


def told_review_window(unit: Unit) -> str:
    """Until how long after an answer of today a review may be asked for."""
    policy = get_policy_by_key(unit.session, REVIEW_REQUEST_KEY, None, beijing_date(unit.clock.now()))
    return f"{policy.amount}{'个工作日' if policy.unit == 'wd' else '日'}"
