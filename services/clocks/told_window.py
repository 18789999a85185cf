"""How long something may take, in the words of a letter or a form."""

from datetime import date

from models.case.lifecycle import ClockKind
from models.clock.time_limit_policy import TimeLimitPolicy
from models.ground.codes import Complexity
from services.clocks.time_limits import get_policy, get_policy_by_key, map_policies_by_class
from services.unit_of_work import Unit

REVIEW_REQUEST_KEY = "review_request"
# On forms and letters, which are in Chinese.
_CLASSES = {Complexity.SIMPLE: "简易", Complexity.NORMAL: "一般", Complexity.COMPLEX: "复杂"}


def told_review_window(on: date, unit: Unit) -> str:
    """How long a review may be asked for after an answer of this day."""
    return _word_amount(get_policy_by_key(unit.session, REVIEW_REQUEST_KEY, None, on))


def told_answer_limit(on: date, unit: Unit) -> str:
    """How long the answer may take after a decision of this day."""
    return _word_amount(get_policy(unit.session, ClockKind.FEEDBACK, None, on))


def told_referral_result_limit(on: date, unit: Unit) -> str:
    """How long a unit has for its result after it signed on this day for what was referred to it."""
    return _word_amount(get_policy(unit.session, ClockKind.REFERRAL_RESULT, None, on))


def told_limits_of_classes(on: date, unit: Unit) -> str:
    """How long a case of each complexity may be handled that is accepted on this day; only the classes that have a limit."""
    policies = map_policies_by_class(unit.session, ClockKind.RESOLVE, on)
    return "；".join(f"{_CLASSES[kind]}：{_word_amount(policy)}" for kind, policy in policies.items())


def _word_amount(policy: TimeLimitPolicy) -> str:
    return f"{policy.amount}{'个工作日' if policy.unit == 'wd' else '日'}"
