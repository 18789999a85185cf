"""An index of texts by their pairs and triples of characters, ranked by BM25. Lives in memory only, bounded in size.

It keeps numbers of buckets instead of words: nothing of a text can be read back from it.
"""

import math
import re
import sys
import unicodedata
from array import array
from collections import Counter, defaultdict
from collections.abc import Hashable
from typing import Generic, TypeVar
from zlib import crc32

Key = TypeVar("Key", bound=Hashable)

# A complaint tells its matter early; what comes after weighs little and would crowd out the rest.
READ_CHARACTERS = 2_000
BUCKETS = 1 << 18
K1 = 1.2  # Robertson and Zaragoza 2009, 3.5: how soon more of the same gram counts no more
B = 0.75  # and how much a long text is held back
_RUN = re.compile(r"[a-z0-9]+|[^\W_a-z0-9]+")
_MOST_TIMES = 255  # one byte


class NgramIndex(Generic[Key]):
    """Texts by key; the oldest goes when more than `capacity` are entered."""

    def __init__(self, capacity: int) -> None:
        """`capacity`: texts kept at most."""
        self._capacity = capacity
        self._keys: dict[Key, int] = {}
        self._lengths: dict[int, int] = {}
        self._postings: dict[int, tuple[array[int], array[int]]] = {}
        self._next = 0

    def __len__(self) -> int:
        """Texts that can be found."""
        return len(self._keys)

    def keys(self) -> frozenset[Key]:
        """The keys of the texts that can be found."""
        return frozenset(self._keys)

    def enter(self, key: Key, text: str) -> None:
        """Enter a text, in place of the earlier one of the same key."""
        self.remove(key)
        while len(self._keys) >= self._capacity:
            self.remove(next(iter(self._keys)))
        place, grams = self._next, buckets_of(text)
        self._next += 1
        self._keys[key], self._lengths[place] = place, sum(grams.values())
        for gram, times in grams.items():
            places, counts = self._postings.setdefault(gram, (array("I"), array("B")))
            places.append(place)
            counts.append(min(times, _MOST_TIMES))
        if self._next > 2 * max(len(self._keys), self._capacity):
            self._sweep()

    def remove(self, key: Key) -> None:
        """Forget a text; nothing happens where there is none."""
        place = self._keys.pop(key, None)
        if place is not None:
            del self._lengths[place]

    def search(self, text: str) -> list[tuple[Key, float]]:
        """All texts that share anything, the likest first; 1.0 is what the text would be to itself."""
        grams = buckets_of(text)
        average = sum(self._lengths.values()) / len(self._lengths) if self._lengths else 1.0
        found: dict[int, float] = defaultdict(float)
        own, length = 0.0, sum(grams.values())
        for gram, times in grams.items():
            places, counts = self._postings.get(gram, (array("I"), array("B")))
            weight = math.log(1 + (len(self._keys) + 1) / (len(places) + 0.5))
            own += weight * _saturate(times, length / average)
            for place, count in zip(places, counts, strict=True):
                if place in self._lengths:
                    found[place] += weight * _saturate(count, self._lengths[place] / average)
        names = {place: key for key, place in self._keys.items()}
        ranked = sorted(found.items(), key=lambda entry: -entry[1])
        return [(names[place], min(score / own, 1.0)) for place, score in ranked]

    def size(self) -> int:
        """Bytes that it holds, keys left out."""
        rows = sum(
            sys.getsizeof(places) + sys.getsizeof(counts) for places, counts in self._postings.values()
        )
        return rows + sys.getsizeof(self._postings) + sys.getsizeof(self._lengths) + sys.getsizeof(self._keys)

    def _sweep(self) -> None:
        """Number the texts anew and let go of what is left of removed ones."""
        anew = {place: number for number, place in enumerate(self._keys.values())}
        kept: dict[int, tuple[array[int], array[int]]] = {}
        for gram, (places, counts) in self._postings.items():
            pairs = [(anew[p], c) for p, c in zip(places, counts, strict=True) if p in anew]
            if pairs:
                kept[gram] = (array("I", (p for p, _ in pairs)), array("B", (c for _, c in pairs)))
        self._postings, self._next = kept, len(anew)
        self._lengths = {anew[place]: length for place, length in self._lengths.items()}
        self._keys = {key: anew[place] for key, place in self._keys.items()}


def buckets_of(text: str) -> Counter[int]:
    """How often each pair and triple of characters occurs, by bucket; a word in Latin letters is one gram."""
    folded = unicodedata.normalize("NFKC", text[:READ_CHARACTERS]).casefold()
    grams: Counter[int] = Counter()
    for found in _RUN.finditer(folded):
        run = found[0]
        parts = (
            [run] if run.isascii() else [run[at : at + n] for n in (2, 3) for at in range(len(run) - n + 1)]
        )
        grams.update(crc32(part.encode()) % BUCKETS for part in parts)
    return grams


def _saturate(times: int, relative_length: float) -> float:
    return times * (K1 + 1) / (times + K1 * (1 - B + B * relative_length))
