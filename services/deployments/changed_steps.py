"""What tells two versions of a diagram apart, by the names of their steps."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

# By id: name, kind and digest, as `deployed_version.elements` keeps them.
Elements = Mapping[str, Sequence[str]]


def name_changes(before: Elements, now: Elements) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    """Steps put in, changed and taken out."""
    return (
        _named(now, now.keys() - before.keys()),
        _named(now, {key for key in now.keys() & before.keys() if list(now[key]) != list(before[key])}),
        _named(before, before.keys() - now.keys()),
    )


def _named(elements: Elements, keys: set[str]) -> tuple[str, ...]:
    """By name in the order of the file; empty for one without a name, as arrows mostly are."""
    return tuple(elements[key][0] for key in elements if key in keys)
