"""How far two examiners agree beyond chance: Cohen's kappa."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from models.ground.file_review_codes import Mark

# Fewer lines say nothing.
FEWEST = 10


def cohens_kappa(pairs: Sequence[tuple[Mark, Mark]]) -> float | None:
    """Of what the first and the second said of the same lines; None for too few, and where chance alone gives full agreement."""
    if len(pairs) < FEWEST:
        return None
    number = len(pairs)
    first, second = Counter(one for one, _ in pairs), Counter(other for _, other in pairs)
    agreed = sum(one is other for one, other in pairs) / number
    by_chance = sum(first[mark] * second[mark] for mark in Mark) / number**2
    return None if by_chance == 1 else (agreed - by_chance) / (1 - by_chance)
