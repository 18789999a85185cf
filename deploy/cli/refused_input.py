"""What is wrong with a value of a command, in both languages; the codes are the services'."""

from __future__ import annotations

import click

from models.ground.errors import InvalidInput

WORDS = {
    "BEYOND_LAW": "beyond the cap of the law / 超出法定上限",
    "DAY_OF_ANOTHER_YEAR": "a day of another year / 日期不在该年",
    "DAY_TWICE": "a day told twice / 日期重复",
    "IN_THE_PAST": "no day of the past: told dates stay / 不得早于今天",
    "NOT_A_CALENDAR": "no calendar: what is named here is missing or of another kind / 不是放假安排：此处缺项或格式不对",
    "NOT_A_KEY": "lower-case letters, digits and _, from 2 to 39 / 小写字母、数字和下划线，2—39 个",
    "NOT_JSON": "no JSON / 不是 JSON",
    "NOT_AN_OPTION": "not one of the choices / 不在可选范围内",
    "OUT_OF_RANGE": "outside what is allowed / 超出允许范围",
    "PUBLISHED_OTHERWISE": "published already with other days; single days are set by close and open / "
    "该年已公布且日期不同，个别日期用 close、open 设定",
    "REQUIRED": "must be told / 必须填写",
    "TOO_LONG": "too long / 太长",
}


def as_click_fault(refusal: InvalidInput) -> click.ClickException:
    """One line a field; a code without words is told as it is, and so is what follows one."""
    lines = [f"{field}: {_words_of(str(code))}" for field, code in refusal.errors.items()]
    return click.ClickException("\n".join(lines))


def _words_of(code: str) -> str:
    reason, colon, about = code.partition(": ")
    return f"{WORDS.get(reason, reason)}{colon}{about}"
