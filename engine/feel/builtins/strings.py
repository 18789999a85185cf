"""Texts: parts, case, search, encodings."""

from __future__ import annotations

import base64
import binascii
import uuid
from decimal import Decimal

from engine.feel.builtins.registry import builtin
from engine.feel.numbers import whole


@builtin("substring(string: string, start position: number)")
@builtin("substring(string: string, start position: number, length: number)")
def substring(text: str, start: Decimal, length: Decimal | None = None) -> object:
    """Return the text from a place on (counted from 1, from the end if negative), at most `length` long."""
    number = whole(start)
    if number == 0:
        raise ValueError("there is no place 0")
    begin = number - 1 if number > 0 else max(len(text) + number, 0)
    return text[begin:] if length is None else text[begin : begin + max(whole(length), 0)]


@builtin("string length(string: string)")
def string_length(text: str) -> object:
    """Return the number of characters."""
    return len(text)


@builtin("upper case(string: string)")
def upper_case(text: str) -> object:
    """Return the text in capital letters."""
    return text.upper()


@builtin("lower case(string: string)")
def lower_case(text: str) -> object:
    """Return the text in small letters."""
    return text.lower()


@builtin("substring before(string: string, match: string)")
def substring_before(text: str, match: str) -> object:
    """Return what stands before the first match, nothing if there is none."""
    before, found, _ = text.partition(match) if match else ("", "", text)
    return before if found else ""


@builtin("substring after(string: string, match: string)")
def substring_after(text: str, match: str) -> object:
    """Return what stands after the first match, nothing if there is none."""
    return text.partition(match)[2] if match else text


@builtin("contains(string: string, match: string)")
def contains(text: str, match: str) -> object:
    """Say whether a text is in another."""
    return match in text


@builtin("starts with(string: string, match: string)")
def starts_with(text: str, match: str) -> object:
    """Say whether a text begins with another."""
    return text.startswith(match)


@builtin("ends with(string: string, match: string)")
def ends_with(text: str, match: str) -> object:
    """Say whether a text ends with another."""
    return text.endswith(match)


@builtin("trim(string: string)")
def trim(text: str) -> object:
    """Return the text without space at its ends."""
    return text.strip()


@builtin("is blank(string: string)")
def is_blank(text: str) -> object:
    """Say whether a text has nothing but space."""
    return not text.strip()


@builtin("is empty(string: string)")
def is_empty(text: str) -> object:
    """Say whether a text has no characters."""
    return not text


@builtin("uuid()")
def new_uuid() -> object:
    """Return a random UUID."""
    return str(uuid.uuid4())


@builtin("to base64(value: string)")
def to_base64(text: str) -> object:
    """Return the UTF-8 bytes of a text in Base64."""
    return base64.b64encode(text.encode()).decode()


@builtin("from base64(value: string)")
def from_base64(text: str) -> object:
    """Return the text whose UTF-8 bytes are given in Base64; null if they are none."""
    try:
        return base64.b64decode(text, validate=True).decode()
    except binascii.Error as fault:
        raise ValueError(str(fault)) from fault
