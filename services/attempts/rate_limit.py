"""Counts attempts per key in fixed windows of the system clock. Which limits exist stands in rules.py."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import update

from models.ground.errors import RuleRefused
from models.ground.lock_or_insert import lock_or_insert
from models.office.rate_limit import RateLimit
from models.vault.keyring import get_keyring
from services.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class RateRule:
    """At most `limit` attempts per key within `window`."""

    name: str
    limit: int
    window: timedelta


def count_attempt(rule: RateRule, key: str, unit_of_work: UnitOfWork) -> None:
    """Count one attempt in a transaction of its own, so that a failing use case does not give it back.

    RuleRefused("RATE_LIMITED") beyond the limit. The key (an address, a number) is kept as a keyed digest only.
    """
    bucket = _bucket(rule, key)
    with unit_of_work as unit:
        now = unit.ports.system_clock.now()
        row = lock_or_insert(unit.session, RateLimit, bucket, bucket=bucket, window_start=now, count=0)
        if now - row.window_start >= rule.window or row.window_start > now:
            row.window_start, row.count = now, 0
        row.count += 1
        is_over = row.count > rule.limit
    if is_over:
        raise RuleRefused("RATE_LIMITED")


def give_back_attempts(keys: Sequence[tuple[RateRule, str]], unit_of_work: UnitOfWork) -> None:
    """Take back one counted attempt of each, that turned out to be nobody's guess."""
    buckets = [_bucket(rule, key) for rule, key in keys]
    with unit_of_work as unit:
        unit.session.execute(
            update(RateLimit)
            .where(RateLimit.bucket.in_(buckets), RateLimit.count > 0)
            .values(count=RateLimit.count - 1)
        )


def _bucket(rule: RateRule, key: str) -> str:
    return f"{rule.name}:{get_keyring().digest('rate-limit', f'{rule.name}:{key}')}"
