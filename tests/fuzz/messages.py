"""Fills the messages of the gateway protocol with values at every edge, by their own description."""

from __future__ import annotations

import json
import random
from contextlib import suppress
from typing import Any, Final

from google.protobuf.descriptor import FieldDescriptor
from google.protobuf.message import Message

from tests.fuzz.raw_requests import ODD_TEXTS, ODD_VALUES

INTEGERS: Final = (0, 1, -1, 5, 2**31 - 1, -(2**31), 2**63 - 1, -(2**63), 2251799813685250)
VARIABLES: Final = (
    *(
        "",
        "{}",
        "[]",
        "null",
        "NaN",
        '{"a":NaN}',
        '{"a":1e999}',
        '{"x":"\\ud800"}',
        '{"x":' + "9" * 5_000 + "}",
        "{",
        "x",
    ),
    *(
        '{"a":' * 300 + "1" + "}" * 300,
        '{"a":' * 5_000,
        '{"": 1}',
        '{"a":1,"a":2}',
        "[" * 100_000,
        '{"x":"' + "y" * 70_000 + '"}',
    ),
)


def filled(chance: random.Random, message: Message, keys: tuple[int, ...]) -> Message:
    """The message with most of its fields set; `keys` are some that the engine knows."""
    for field in message.DESCRIPTOR.fields:
        if chance.random() < 0.25:
            continue
        if field.is_repeated:
            _fill_list(chance, message, field, keys)
        elif field.type == FieldDescriptor.TYPE_MESSAGE:
            filled(chance, getattr(message, field.name), keys)
        else:
            with suppress(ValueError):  # what the protocol itself cannot carry
                setattr(message, field.name, _value(chance, field, keys))
    return message


def _fill_list(chance: random.Random, message: Message, field: Any, keys: tuple[int, ...]) -> None:
    held: Any = getattr(message, field.name)
    for _ in range(chance.choice((0, 1, 2))):
        if field.type == FieldDescriptor.TYPE_MESSAGE:
            filled(chance, held.add(), keys)
        else:
            held.append(_value(chance, field, keys))


def _value(chance: random.Random, field: Any, keys: tuple[int, ...]) -> Any:
    if field.type == FieldDescriptor.TYPE_BOOL:
        return chance.random() < 0.5
    if field.type == FieldDescriptor.TYPE_BYTES:
        return chance.choice((b"", b"\x00", b"<definitions/>", chance.randbytes(200)))
    if field.type == FieldDescriptor.TYPE_STRING:
        if field.name == "variables":
            odd = json.dumps({"x": chance.choice(ODD_VALUES)}, ensure_ascii=False)
            return chance.choice((*VARIABLES, odd, odd, odd))
        return chance.choice((*ODD_TEXTS, "p", "a", "a.bpmn", "<default>"))
    number = chance.choice((*INTEGERS, *keys, *keys))
    is_small = field.type in (FieldDescriptor.TYPE_INT32, FieldDescriptor.TYPE_ENUM)
    return max(-(2**31), min(number, 2**31 - 1)) if is_small else number
