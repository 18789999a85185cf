"""Draws FEEL: texts of its grammar with values at every edge, the same with signs knocked out, and plain garbage."""

from __future__ import annotations

import random
from typing import Any, Final

from engine.feel.builtins import BUILTINS

NUMBERS: Final = (
    "0",
    "1",
    "-1",
    "0.1",
    "3",
    "10",
    "400",
    "9999",
    "10000",
    "2147483648",
    "9223372036854775808",
    "1" + "0" * 34,
    "0." + "0" * 40 + "1",
    "9" * 300,
    "-" + "9" * 50,
    "1234567890123456789012345678901234.5",
)
TEXTS: Final = (
    '""',
    '"a"',
    '"处理"',
    r'"\u0000"',
    r'"\uD83D\uDE00"',
    '"' + "x" * 200 + '"',
    '"P1D"',
    '"2026-01-31"',
    '"1e5"',
    r'"(a+)+$"',
    '"[a-z"',
    '"%s{0}"',
    '"R/P1D"',
    r'"\\"',
    '"é"',
    '"\U0001f600"',
)
MOMENTS: Final = (
    '@"0001-01-01"',
    '@"9999-12-31"',
    '@"0001-01-01T00:00:00"',
    '@"9999-12-31T23:59:59.999999"',
    '@"9999-12-31T23:59:59-23:59"',
    '@"0001-01-01T00:00:00+23:59"',
    '@"2024-02-29"',
    '@"00:00:00"',
    '@"23:59:59"',
    '@"23:59:59.999999@Asia/Shanghai"',
    '@"2026-10-25T02:30:00@Europe/Berlin"',
    '@"P1D"',
    '@"-P1D"',
    '@"PT0S"',
    '@"P999999999D"',
    '@"-P999999999D"',
    '@"PT99999999999999S"',
    '@"P1Y"',
    '@"-P9999Y"',
    '@"P999999999999Y"',
    '@"P0M"',
    'date("2026-13-01")',
    'duration("P1Y2M3D")',
    "time(23, 59, 59.9999999999, null)",
    "now()",
    "today()",
    "date(9999, 12, 31)",
    "date(0, 1, 1)",
    'date and time(@"9999-12-31", @"23:59:59-23:59")',
)
NAMES: Final = (
    "x",
    "n",
    "s",
    "l",
    "c",
    "d",
    "huge",
    "deep",
    "wide",
    "nothing",
    "item",
    "partial",
    "人",
    "missing",
    "t",
)
PROPERTIES: Final = (
    "year",
    "month",
    "weekday",
    "hour",
    "time offset",
    "timezone",
    "days",
    "years",
    "start",
    "a",
    "b",
)
OPERATORS: Final = (
    "+",
    "-",
    "*",
    "/",
    "**",
    "=",
    "!=",
    "<",
    "<=",
    ">",
    ">=",
    " and ",
    " or ",
    " in ",
    " between 1 and ",
)
TYPES: Final = (
    "number",
    "string",
    "list<number>",
    "date",
    "function<number> -> string",
    "Any",
    "context",
    "range<date>",
)
NOISE: Final = "()[]{}<>.,:;\"'@=+-*/!?|&%$#\\ \n\t\x00\ufeff一éß🙂0129eEabifthenforsomeP"
FUNCTIONS: Final = tuple(sorted(BUILTINS))


def context(chance: random.Random) -> dict[str, Any]:
    """Values as variables have them: small ones, and what only a client of ill will would send."""
    deep: Any = 1
    for _ in range(chance.choice((1, 50, 190))):
        deep = [deep] if chance.random() < 0.5 else {"a": deep}
    return {
        "x": chance.choice((0, 1, -1.5, "a", None, True, [], {})),
        "n": chance.choice((1e308, -1e-308, 2**63, -(2**63), int("9" * 4_000), 10**300, 1e22, 0.1, 5e-324)),
        "s": chance.choice(
            ("", "a" * 5_000, "2026-01-31T00:00:00Z", "9" * 5_000, "\u0000", "\U0001f600" * 50)
        ),
        "l": chance.choice(([], [1, 2, 3], [None, "a", 1], [[1], [2]], list(range(500)))),
        "c": chance.choice(({}, {"a": 1, "b": {"a": 2}}, {"a b": 1, "": 2}, {str(n): n for n in range(50)})),
        "d": chance.choice(("9999-12-31", "0001-01-01T00:00:00Z", "P999999999D", "R9/P1D")),
        "huge": 10**18 + 1,
        "deep": deep,
        "wide": ["x" * 1_000] * 100,
        "nothing": None,
        "人": "办件",
        "t": True,
    }


class FeelTexts:
    """Expressions and unary tests; `chance` decides everything."""

    def __init__(self, chance: random.Random) -> None:
        self._chance = chance
        self._left = 0

    def expression(self) -> str:
        """Mostly grammatical; now and then with parts lost, doubled or swapped."""
        self._left = self._chance.choice((2, 4, 8, 16, 40))
        text = self._any() if self._chance.random() < 0.9 else self._garbage()
        return self._broken(text) if self._chance.random() < 0.15 else text

    def tests(self) -> str:
        """Unary tests of a decision table."""
        self._left = self._chance.choice((2, 4, 8))
        parts = [self._test() for _ in range(self._chance.randint(1, 3))]
        text = ", ".join(parts)
        return self._broken(text) if self._chance.random() < 0.15 else text

    def _test(self) -> str:
        return self._chance.choice(
            (
                lambda: "-",
                lambda: f"{self._chance.choice(('<', '<=', '>', '>=', '=', '!='))} {self._leaf()}",
                self._range,
                lambda: f"not({self._any()})",
                lambda: f"? {self._chance.choice(OPERATORS)} {self._leaf()}",
                self._any,
            )
        )()

    def _any(self) -> str:
        self._left -= 1
        if self._left <= 0:
            return self._leaf()
        make = self._chance.choice(
            (
                self._leaf,
                self._operation,
                self._operation,
                self._call,
                self._call,
                self._call,
                self._list,
                self._context,
                self._if,
                self._loop,
                self._filter,
                self._path,
                self._range,
                self._instance,
                self._function,
                self._negation,
                self._named_call,
            )
        )
        return make()

    def _leaf(self) -> str:
        kind = self._chance.random()
        if kind < 0.3:
            return self._chance.choice(NAMES)
        if kind < 0.55:
            return self._chance.choice(NUMBERS)
        if kind < 0.75:
            return self._chance.choice(MOMENTS)
        if kind < 0.9:
            return self._chance.choice(TEXTS)
        return self._chance.choice(("null", "true", "false", "[]", "{}", "?"))

    def _operation(self) -> str:
        text = f"{self._any()}{self._chance.choice(OPERATORS)}{self._any()}"
        return f"({text})" if self._chance.random() < 0.7 else text

    def _call(self) -> str:
        count = self._chance.choice((0, 1, 1, 2, 2, 3, 4))
        return f"{self._chance.choice(FUNCTIONS)}({', '.join(self._any() for _ in range(count))})"

    def _named_call(self) -> str:
        name = self._chance.choice(FUNCTIONS)
        parameters = [parameter.name for parameter in self._chance.choice(BUILTINS[name]).parameters]
        return f"{name}({', '.join(f'{parameter}: {self._any()}' for parameter in parameters)})"

    def _list(self) -> str:
        return f"[{', '.join(self._any() for _ in range(self._chance.choice((0, 1, 2, 5))))}]"

    def _context(self) -> str:
        keys = self._chance.sample(("a", "b", "x", '"a b"', "人", "n"), self._chance.randint(0, 4))
        return "{" + ", ".join(f"{key}: {self._any()}" for key in keys) + "}"

    def _if(self) -> str:
        return f"if {self._any()} then {self._any()} else {self._any()}"

    def _loop(self) -> str:
        domain = self._chance.choice((self._any(), f"{self._leaf()}..{self._leaf()}", "1..300"))
        head = f"{self._chance.choice(NAMES)} in {domain}"
        if self._chance.random() < 0.3:
            head += f", y in {self._chance.choice((self._any(), '1..100'))}"
        word, joint = self._chance.choice((("for", "return"), ("some", "satisfies"), ("every", "satisfies")))
        return f"({word} {head} {joint} {self._any()})"

    def _filter(self) -> str:
        return f"{self._any()}[{self._any()}]"

    def _path(self) -> str:
        return f"{self._any()}.{self._chance.choice(PROPERTIES)}"

    def _range(self) -> str:
        return f"{self._chance.choice('[(]')}{self._leaf()}..{self._leaf()}{self._chance.choice('])[')}"

    def _instance(self) -> str:
        return f"{self._any()} instance of {self._chance.choice(TYPES)}"

    def _function(self) -> str:
        return f"{{f: function(p, q) {self._any()}, r: f({self._any()}, {self._any()})}}.r"

    def _negation(self) -> str:
        return f"-{self._any()}"

    def _garbage(self) -> str:
        kind = self._chance.random()
        if kind < 0.6:
            return "".join(self._chance.choice(NOISE) for _ in range(self._chance.randint(0, 80)))
        if kind < 0.8:
            return self._chance.choice(
                ("(", "[", "{a:", "-", "not(", "if ", "1+", "a.", "@")
            ) * self._chance.choice((10, 100, 1_500))
        return self._chance.choice(("1", "x", '"', "P", "一", "\\u")) * self._chance.choice(
            (100, 2_000, 5_000)
        )

    def _broken(self, text: str) -> str:
        for _ in range(self._chance.randint(1, 4)):
            at = self._chance.randint(0, len(text))
            to = min(len(text), at + self._chance.randint(0, 6))
            middle = self._chance.choice(("", text[at:to] * 2, self._chance.choice(NOISE), self._leaf()))
            text = text[:at] + middle + text[to:]
        return text
