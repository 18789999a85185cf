"""Reads and answers what a guarded form asks, as a person does; a browser's work is that of deploy/replay/page_reading.py."""

from __future__ import annotations

import re
from pathlib import Path

from babel.messages.pofile import read_po

from services.attempts.question import WORDS


def token_on(page: str) -> str:
    """What the page sends along of its challenge."""
    found = re.search(r'name="guard_token" value="([^"]+)"', page)
    assert found, "nothing is asked"
    return found[1]


def answer_to(question: str) -> str:
    """What a person answers to a Chinese question, who knows numbers and what things are."""
    with Path("api/translations/zh_CN/LC_MESSAGES/guard.po").open("rb") as file:
        texts = {str(message.id): str(message.string) for message in read_po(file)}
    numbers = {text: int(key.split(".")[1]) for key, text in texts.items() if key.startswith("guard_number.")}
    if found := re.search(r"(\w+)(加|减)(\w+)等于几", question):
        first, second = numbers[found[1]], numbers[found[3]]
        return str(first + second if found[2] == "加" else first - second)
    asked = next(
        kind for kind in WORDS if texts[f"guard_question.{kind}"].partition("%")[0].strip() in question
    )
    wanted = {texts[f"guard_word.{word}"] for word in WORDS[asked]}
    return next(n for n, word in re.findall(r"第(\d)个：(\w+)", question) if word in wanted)
