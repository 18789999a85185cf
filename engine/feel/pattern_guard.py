"""Says before a regular expression runs whether it could backtrack for long; Python's engine cannot be stopped."""

from __future__ import annotations

import re

from engine.feel.errors import EvaluationError
from engine.feel.limits import MAX_PATTERN_COST, MAX_PATTERN_LENGTH

_PIECE = re.compile(
    r"(?P<escape>\\.)|(?P<set>\[\^?\]?(?:\\.|[^\]\\])*\])|(?P<open>\()|(?P<close>\))"
    r"|(?P<repeat>[*+?]|\{\d*,?\d*\})|(?P<choice>\|)|(?P<other>.)",
    re.DOTALL,
)
_REFERENCE = re.compile(r"\\[1-9]|\(\?P=")
_MAX_REPEAT = 1000


def check_pattern(pattern: str, subject_length: int) -> None:
    """EvaluationError for a pattern that is too long, repeats a repetition, or is too costly for the subject."""
    if len(pattern) > MAX_PATTERN_LENGTH:
        raise EvaluationError(f"The pattern is longer than {MAX_PATTERN_LENGTH} characters")
    if _REFERENCE.search(pattern):
        raise EvaluationError("A pattern must not refer to its own groups")
    repeats = _count_repeats(pattern)
    # A search begins at each character; each repetition may end at each.
    if max(subject_length, 1) ** (repeats + 1 if repeats else 1) > MAX_PATTERN_COST:
        raise EvaluationError("The pattern is too costly for a text of this length")


def _is_repeat(sign: str) -> bool:
    """Say whether a quantifier can take more than one; refuse counts that would blow up the pattern."""
    if any(int(number) > _MAX_REPEAT for number in re.findall(r"\d+", sign)):
        raise EvaluationError(f"A pattern must not repeat more than {_MAX_REPEAT} times")
    return sign not in ("?", "{1}", "{0,1}", "{,1}", "{0}")


def _count_repeats(pattern: str) -> int:
    """Return the number of repetitions; EvaluationError for one around another or around a choice."""
    # For each open group: does it hold a repetition or a choice?
    open_groups = [False]
    closed_is_risky = False
    repeats = 0
    for piece in _PIECE.finditer(pattern):
        if piece["open"]:
            open_groups.append(False)
        elif piece["close"]:
            closed_is_risky = open_groups.pop() if len(open_groups) > 1 else False
            open_groups[-1] = open_groups[-1] or closed_is_risky
            continue
        elif piece["choice"]:
            open_groups[-1] = True
        elif piece["repeat"] and _is_repeat(piece["repeat"]):
            if closed_is_risky:
                raise EvaluationError("A pattern must not repeat a group that repeats or chooses inside")
            repeats += piece["repeat"][0] != "{" or "," in piece["repeat"]
            open_groups[-1] = True
        closed_is_risky = False
    return repeats
