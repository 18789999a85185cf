"""Regular expressions over texts; patterns that could backtrack for long are refused."""

from __future__ import annotations

import re

from engine.feel.builtins.registry import builtin
from engine.feel.limits import check_length
from engine.feel.pattern_guard import check_pattern

_FLAGS = {"i": re.IGNORECASE, "s": re.DOTALL, "m": re.MULTILINE, "x": re.VERBOSE}
_GROUP = re.compile(r"\\(?P<plain>.)|\$(?P<number>\d)|(?P<slash>\\)$", re.DOTALL)


def _compile(pattern: str, subject: str, flags: str | None = None) -> re.Pattern[str]:
    check_pattern(pattern, len(subject))
    mask = 0
    for flag in flags or "":
        mask |= _FLAGS[flag]
    try:
        return re.compile(pattern, mask)
    except (re.error, OverflowError, RecursionError) as fault:
        raise ValueError(f"no regular expression: {fault}") from fault


@builtin("matches(input: string, pattern: string)")
@builtin("matches(input: string, pattern: string, flags: string|Null)")
def matches(subject: str, pattern: str, flags: str | None = None) -> object:
    """Say whether the pattern occurs in the text."""
    return _compile(pattern, subject, flags).search(subject) is not None


@builtin("replace(input: string, pattern: string, replacement: string)")
@builtin("replace(input: string, pattern: string, replacement: string, flags: string|Null)")
def replace(subject: str, pattern: str, replacement: str, flags: str | None = None) -> object:
    """Return the text with each match replaced; `$1` is the first group."""
    compiled = _compile(pattern, subject, flags)
    grown = 0

    def expand(match: re.Match[str]) -> str:
        nonlocal grown

        def part(mark: re.Match[str]) -> str:
            if mark["number"] is None:
                return mark["plain"] or ""
            number = int(mark["number"])
            return (match[number] or "") if number <= compiled.groups else ""

        expanded = _GROUP.sub(part, replacement)
        grown += len(expanded)
        check_length(grown)
        return expanded

    return compiled.sub(expand, subject)


@builtin("split(string: string, delimiter: string)")
def split(subject: str, delimiter: str) -> object:
    """Return the pieces between the matches of a pattern."""
    compiled = _compile(delimiter, subject)
    pieces: list[object] = []
    begin = 0
    for match in compiled.finditer(subject):
        if match.end() > match.start() or 0 < match.start() < len(subject):
            pieces.append(subject[begin : match.start()])
            begin = match.end()
    return [*pieces, subject[begin:]]


@builtin("extract(string: string, pattern: string)")
def extract(subject: str, pattern: str) -> object:
    """Return all matches of a pattern."""
    return [match[0] for match in _compile(pattern, subject).finditer(subject)]
