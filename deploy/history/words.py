"""What people write: put together from a vocabulary, in many words, about their own window, item and day."""

from __future__ import annotations

import json
import random
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from deploy.history.asked import Asked
from deploy.history.life import Life
from models.ground.codes import Finding
from models.ground.matter_codes import ClaimAnswer

_HERE = Path(__file__).parent
_STORIES = _HERE.parent / "demo" / "stories.json"
# Clauses of a finding: so many that two of them are alike by chance as seldom as two people write alike.
_CLAUSES = (6, 9)


@cache
def vocabulary() -> Mapping[str, Any]:  # Any: JSON
    """The lists of words."""
    words: Mapping[str, Any] = json.loads((_HERE / "vocabulary.json").read_text(encoding="utf-8"))
    return words


@cache
def told_stories() -> Sequence[str]:
    """What the complainants of the demo tell."""
    stories = json.loads(_STORIES.read_text(encoding="utf-8"))["complaints"]
    forms = [story["raw"]["form"]["content"] for story in stories if "form" in story["raw"]]
    return [text for text in forms if text]


class Words:
    """Of one complaint."""

    def __init__(self, life: Life, asked: Asked, about: str = "words") -> None:
        """`about`: each has dice of its own, so that what is told of one thing follows from nothing else."""
        self._life = life
        self._make = asked.statistics
        self._dice = asked.dice(f"{about}-{life.told.no}")

    def name(self) -> str:
        """Of a person who does not exist."""
        dice, words = self._dice, vocabulary()
        given = "".join(dice.sample(words["given"], dice.choice((1, 2, 2))))
        return f"{dice.choice(words['surnames'])}{given}"

    def phone(self) -> str:
        """Made up; nothing is sent to it, since made complaints are closed."""
        return f"199-{self._dice.randrange(1, 90):04}-{self._dice.randrange(10_000):04}"

    def matter(self) -> str:
        """What happened: the sentence that is decided on."""
        told = self._life.told
        if self._make.is_resampled:
            sentences = [one for one in self._dice.choice(told_stories()).split("。") if len(one) > 6]
            return f"在{told.window}窗口办理{told.item.name}。{'。'.join(self._sample(sentences))}"
        problems: Sequence[str] = vocabulary()["problems"][told.category.value]
        parts = self._some(problems, (1, 2))
        return f"{self._one('who')}{self._one('do')}，{'，'.join(parts)}"

    def statement(self, matter: str) -> str:
        """All that the complainant writes."""
        after = self._some(vocabulary()["after"], self._make.sentences)
        begin = "" if self._make.is_resampled else self._one("when")
        return "。".join([begin + matter, *after]) + "。"

    def wants(self) -> list[str]:
        """One or two claims."""
        return self._some(vocabulary()["wants"], (1, 2))

    def facts(self) -> str:
        """The findings, with days, numbers and sources of their own."""
        life, dice = self._life, self._dice
        finding = (life.finding or Finding.SUBSTANTIATED).value
        words = vocabulary()
        clauses = [
            f"{dice.choice(words['acts'])}{life.occurred.month}月{dice.randrange(1, 29)}日"
            f"{life.told.window}第{dice.randrange(1, 180)}号{dice.choice(words['sources'])}，{see}"
            for see in self._some(words["sees"][finding], _CLAUSES, again=True)
        ]
        begin = f"投诉人反映在{life.told.window}窗口办理{life.told.item.name}的情况"
        return f"{begin}：{'；'.join(clauses)}。综上，{dice.choice(words['so'][finding])}。"

    def pick(self, of: str) -> str:
        """One of the sentences of a kind."""
        return self._fill(self._dice.choice(vocabulary()[of]))

    def refusal(self) -> tuple[str, str, str]:
        """Ground, reason and the right place."""
        ground, reason, place = self._dice.choice(vocabulary()["refusals"])
        return ground, reason, place

    def answers(self, wants: Sequence[str]) -> list[tuple[str, ClaimAnswer]]:
        """What is answered to each claim."""
        is_true = self._life.finding in (Finding.SUBSTANTIATED, Finding.PARTLY_SUBSTANTIATED)
        chosen = (
            (ClaimAnswer.SUPPORTED, ClaimAnswer.PARTLY_SUPPORTED) if is_true else (ClaimAnswer.EXPLAINED,)
        )
        return [(want, self._dice.choice(chosen)) for want in wants]

    @property
    def dice(self) -> random.Random:
        """For what else differs in the rows of this complaint."""
        return self._dice

    def _one(self, of: str) -> str:
        return self._fill(self._dice.choice(vocabulary()[of]))

    def _sample(self, sentences: Sequence[str]) -> list[str]:
        return self._dice.sample(sentences, min(len(sentences), self._dice.randint(1, 3)))

    def _some(self, of: Sequence[str], number: tuple[int, int], *, again: bool = False) -> list[str]:
        many = self._dice.randint(*number)
        chosen = self._dice.choices(of, k=many) if again else self._dice.sample(of, min(many, len(of)))
        return [self._fill(text) for text in chosen]

    def _fill(self, text: str) -> str:
        life, dice = self._life, self._dice
        day = life.occurred
        documents = life.told.item.documents or ("申请表",)
        return text.format(
            m=day.month,
            d=day.day,
            h=dice.randrange(9, 12),
            w=life.told.window,
            i=life.told.item.name,
            doc=dice.choice(list(documents)),
            n=dice.randrange(2, 60),
            t=dice.randrange(2, 6),
        )
