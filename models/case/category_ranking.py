"""Ranks the kinds of grievance by the words of a text. A suggestion only: a person decides."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from models.ground.codes import Category

WordsOfKinds = Mapping[Category, tuple[str, ...]]

# More than three is no choice but the list of all.
MOST = 3
# An earlier case that is alike by a quarter weighs as much as two words.
WEIGHT_OF_LIKENESS = 8


@dataclass(frozen=True, slots=True)
class RankedCategory:
    """A kind, the words of the text that speak for it, and how many similar earlier cases were of it."""

    category: Category
    words: tuple[str, ...]
    earlier: int = 0


def rank_categories(
    text: str, words_of_kinds: WordsOfKinds, earlier: Sequence[tuple[Category | None, float]] = ()
) -> list[RankedCategory]:
    """At most three kinds, the strongest first, each with what speaks for it; none where nothing does.

    `words_of_kinds` as the office keeps them; kinds of equal weight come in its order.
    `earlier`: kinds that people decided like cases to be of, each with the likeness (0-1).
    """
    folded = text.casefold()
    found = {kind: find_words(folded, words) for kind, words in words_of_kinds.items()}
    scores = {kind: sum(map(_weigh, words)) for kind, words in found.items()}
    for kind, likeness in earlier:
        if kind in scores:
            scores[kind] += WEIGHT_OF_LIKENESS * likeness
    order = sorted((kind for kind, score in scores.items() if score), key=lambda kind: -scores[kind])
    kinds = [kind for kind, _ in earlier]
    return [RankedCategory(kind, found[kind], kinds.count(kind)) for kind in order[:MOST]]


def find_words(folded: str, words: tuple[str, ...]) -> tuple[str, ...]:
    """Those of the words that stand in the text, the longest that fits at each place, in the order of the text.

    A word in Latin letters stands by itself: no part of a longer one.
    """
    taken: dict[str, int] = {}
    used = bytearray(len(folded))
    for word in sorted(words, key=len, reverse=True):
        at = folded.find(word)
        while at >= 0:
            end = at + len(word)
            if not any(used[at:end]) and not (word.isascii() and _is_inside(folded, at, end)):
                used[at:end] = b"\1" * len(word)
                taken.setdefault(word, at)
            at = folded.find(word, at + 1)
    return tuple(sorted(taken, key=taken.__getitem__))


def _is_inside(folded: str, start: int, end: int) -> bool:
    around = folded[max(start - 1, 0) : start] + folded[end : end + 1]
    return any(char.isascii() and char.isalnum() for char in around)


def _weigh(word: str) -> float:
    """A longer word says more: one character stands in many sentences that mean something else."""
    return min(len(word), 4) / 2 if not word.isascii() else 1.0
