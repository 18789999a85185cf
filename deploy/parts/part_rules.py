"""Which licences the office can live with, what each asks, and which old parts stay, by deploy/parts/rules.toml."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

_WORDS = re.compile(r"\s+(?:AND|OR|WITH)\s+")


@dataclass(frozen=True, slots=True)
class PartRules:
    """`asks`: what a licence asks beyond its text and names being kept, empty for nothing.

    `by_hand` holds licence and reason by `Part.key`, `aged` the reason to stay by `Part.pin`.
    """

    asks: Mapping[str, str]
    by_hand: Mapping[str, tuple[str, str]]
    aged: Mapping[str, str]


def load_rules() -> PartRules:
    """The rules of this release; a licence by hand has its reason."""
    table = tomllib.loads((Path(__file__).parent / "rules.toml").read_text("utf-8"))
    by_hand = {key: (row["licence"], row["why"]) for key, row in table["by_hand"].items()}
    return PartRules(dict.fromkeys(table["free"], "") | table["asks"], by_hand, table["aged"])


def licence_terms(expression: str) -> list[str]:
    """The single licences of an SPDX expression."""
    return [term for term in _WORDS.split(re.sub(r"[()]", " ", expression).strip()) if term]
