"""What tells two versions of a diagram apart, by the names of their steps."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bpmn.said_lines import show_unseen

# The file itself has no bound for one.
LONGEST_NAME = 80
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
    return tuple(_shown(elements[key][0]) for key in elements if key in keys)


def _shown(name: str) -> str:
    # A name of two lines is one with a blank, as a page shows it; what else no eye sees would mislead whoever confirms.
    told = show_unseen(" ".join(name.split()))
    return told if len(told) <= LONGEST_NAME else f"{told[:LONGEST_NAME]}…"
