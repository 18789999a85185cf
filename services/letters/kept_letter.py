"""A frozen letter as it is kept, from which the same page can be laid out again."""

from dataclasses import asdict
from datetime import date
from typing import Any

from models.ground.base import JsonObject
from services.ports.press import Facts, Grid, Heading, Letter, Letterhead, Part, Points, Words

_PARTS: dict[str, type[Part]] = {
    "words": Words,
    "heading": Heading,
    "points": Points,
    "facts": Facts,
    "grid": Grid,
}
_NAMES = {part: name for name, part in _PARTS.items()}


def keep(letter: Letter) -> JsonObject:
    """As JSON; every part says what it is."""
    parts = [{"is": _NAMES[type(part)], **asdict(part)} for part in letter.parts]
    return {**asdict(letter), "parts": parts, "dated": letter.dated.isoformat()}


def read_kept(content: JsonObject) -> Letter:
    """The letter that was kept."""
    head = content["letterhead"]
    return Letter(
        **{
            **content,
            "letterhead": Letterhead(head["name"], tuple(head["told"])),
            "parts": tuple(map(_read_part, content["parts"])),
            "dated": date.fromisoformat(content["dated"]),
        }
    )


def _read_part(kept: dict[str, Any]) -> Part:  # Any: JSON of our own
    fields = {name: _tuples(value) for name, value in kept.items() if name != "is"}
    return _PARTS[kept["is"]](**fields)


def _tuples(value: Any) -> Any:  # Any: lists of lists of text, at any depth
    return tuple(map(_tuples, value)) if isinstance(value, list) else value
