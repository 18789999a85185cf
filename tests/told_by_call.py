"""The record of the call without which nobody tells by telephone, for tests that ask of something else."""

from __future__ import annotations

from collections.abc import Mapping

CALL = {"talk_with": "complainant", "talk_text": "告知了结果，对方表示知道了"}


def with_call(answers: Mapping[str, object]) -> dict[str, object]:
    """The answers with a record of a call in which the complainant was told, where they tick 电话 and say nothing of one."""
    ways = answers.get("ways")
    is_called = isinstance(ways, list | tuple) and "phone" in ways and "talk_with" not in answers
    return {**answers, **CALL} if is_called else dict(answers)
