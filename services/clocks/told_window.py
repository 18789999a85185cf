"""How long something may take, in the words of a letter or a form."""

from datetime import date

from models.case.lifecycle import ClockKind
from models.clock.legal_time import beijing_date
from models.clock.time_limit_policy import TimeLimitPolicy
from models.ground.codes import Complexity
from services.clocks.time_limits import get_policy, get_policy_by_key, map_policies_by_class
from services.unit_of_work import Unit

REVIEW_REQUEST_KEY = "review_request"
# On forms and letters, which are in Chinese.
_CLASSES = {Complexity.SIMPLE: "简易", Complexity.NORMAL: "一般", Complexity.COMPLEX: "复杂"}


def told_review_window(unit: Unit, on: date | None = None) -> str:
    """How long a review may be asked for after an answer of this day, today unless one is given."""
    return _word_amount(get_policy_by_key(unit.session, REVIEW_REQUEST_KEY, None, on or _today(unit)))


def told_answer_limit(unit: Unit, on: date | None = None) -> str:
    """How long the answer may take after a decision of this day, today unless one is given."""
    return _word_amount(get_policy(unit.session, ClockKind.FEEDBACK, None, on or _today(unit)))


def told_limits_of_classes(unit: Unit, on: date | None = None) -> str:
    """How long a case of each complexity may be handled that is accepted on this day, today unless one is given.

    Only the classes that have a limit.
    """
    policies = map_policies_by_class(unit.session, ClockKind.RESOLVE, on or _today(unit))
    return "；".join(f"{_CLASSES[kind]}：{_word_amount(policy)}" for kind, policy in policies.items())


def _today(unit: Unit) -> date:
    return beijing_date(unit.clock.now())


def _word_amount(policy: TimeLimitPolicy) -> str:
    return f"{policy.amount}{'个工作日' if policy.unit == 'wd' else '日'}"
