"""Three-valued all and any of a list or of several arguments, under both names."""

from __future__ import annotations

from engine.feel.builtins.registry import builtin


def _decide(items: tuple[object, ...] | list[object], decisive: bool) -> bool | None:
    if any(item is decisive for item in items):
        return decisive
    return not decisive if all(isinstance(item, bool) for item in items) else None


@builtin("all(list: list)")
@builtin("and(list: list)")
def all_of(items: list[object]) -> object:
    """Say whether all are true."""
    return _decide(items, False)


@builtin("all(booleans...: any)")
@builtin("and(booleans...: any)")
def all_given(*items: object) -> object:
    """Say whether all arguments are true."""
    return _decide(items, False)


@builtin("any(list: list)")
@builtin("or(list: list)")
def any_of(items: list[object]) -> object:
    """Say whether one is true."""
    return _decide(items, True)


@builtin("any(booleans...: any)")
@builtin("or(booleans...: any)")
def any_given(*items: object) -> object:
    """Say whether one argument is true."""
    return _decide(items, True)
