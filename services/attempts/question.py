"""A question that a person answers at once and a program that fills in forms does not: no picture, a number as its answer.

It is drawn from a seed, so that nothing of it is kept. Its words stand in the catalogues (`guard_question`, `guard_word`,
`guard_number`).
"""

from __future__ import annotations

from dataclasses import dataclass
from random import Random
from unicodedata import normalize

# The names of these stand in the catalogues; each kind has words of its own that are of no other kind.
WORDS: dict[str, tuple[str, ...]] = {
    "fruit": ("apple", "banana", "grape", "orange", "peach", "watermelon"),
    "animal": ("cat", "cow", "dog", "horse", "rabbit", "sheep"),
    "vehicle": ("bicycle", "bus", "plane", "ship", "taxi", "train"),
    "furniture": ("bed", "chair", "desk", "shelf", "sofa", "wardrobe"),
    "clothing": ("coat", "gloves", "hat", "scarf", "shoes", "trousers"),
    "weather": ("fog", "hail", "rain", "snow", "thunder", "wind"),
}
_OTHERS = 5
_CHINESE = "零一二三四五六七八九"
_ENGLISH = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"),
    *("eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
)


@dataclass(frozen=True, slots=True)
class Question:
    """`kind`: sum or difference of `numbers`, or a kind of WORDS, of which one stands among `words`. `answer` counts from 1."""

    kind: str
    numbers: tuple[int, ...]
    words: tuple[str, ...]
    answer: int


def draw_question(seed: str) -> Question:
    """The question of this seed; nobody who does not know the seed can tell it."""
    chance = Random(seed)  # noqa: S311 - the seed is a keyed digest
    kind = chance.choice(("sum", "difference", *WORDS))
    if kind == "sum":
        first, second = chance.randint(2, 9), chance.randint(2, 9)
        return Question(kind, (first, second), (), first + second)
    if kind == "difference":
        first, second = chance.randint(11, 19), chance.randint(2, 9)
        return Question(kind, (first, second), (), first - second)
    others = [word for other, words in WORDS.items() if other != kind for word in words]
    shown = [*chance.sample(others, _OTHERS), wanted := chance.choice(WORDS[kind])]
    chance.shuffle(shown)
    return Question(kind, (), tuple(shown), shown.index(wanted) + 1)


def is_right(question: Question, typed: str) -> bool:
    """Whether this is the number: in digits of any width, or in Chinese or English words."""
    text = normalize("NFKC", typed).strip().strip("。.第个").casefold()
    return text in _written(question.answer)


def _written(number: int) -> tuple[str, ...]:
    """A number below twenty as people write it."""
    ten, one = divmod(number, 10)
    chinese = _CHINESE[number] if not ten else "十" + (_CHINESE[one] if one else "")
    return (str(number), chinese, _ENGLISH[number], *(("两", "俩") if number == 2 else ()))
