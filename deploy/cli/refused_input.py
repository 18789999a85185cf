"""What is wrong with a value of a command, in both languages; the codes are the services'."""

from __future__ import annotations

import click

from models.ground.errors import InvalidInput

WORDS = {
    "IN_THE_PAST": "no day of the past: told dates stay / 不得早于今天",
    "NOT_A_KEY": "lower-case letters, digits and _, from 2 to 39 / 小写字母、数字和下划线，2—39 个",
    "NOT_AN_OPTION": "not one of the choices / 不在可选范围内",
    "OUT_OF_RANGE": "outside what is allowed / 超出允许范围",
    "REQUIRED": "must be told / 必须填写",
    "TOO_LONG": "too long / 太长",
}


def as_click_fault(refusal: InvalidInput) -> click.ClickException:
    """One line a field; a code without words is told as it is."""
    lines = [f"{field}: {WORDS.get(str(code), code)}" for field, code in refusal.errors.items()]
    return click.ClickException("\n".join(lines))
