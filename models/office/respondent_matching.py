"""Resolution of a citizen's words to unit, window, person and item by the roster of the day. Pure.

A suggestion for the clerk: what cannot be told apart is ambiguous with its candidates, never a guess.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from models.ground.codes import RespondentMatch
from models.office.name_matching import (
    common_prefix_of,
    core_of,
    has_code,
    is_abbreviation,
    item_names,
    normalise,
    office_words,
    surname_hint,
)
from models.office.praise import blamed_words
from models.office.respondent_directory import Directory, ItemEntry, PersonEntry, WindowEntry

# Words that make a matter one about a person's conduct; without one a window alone names nobody.
_ABOUT_A_PERSON = re.compile(
    r"工作人员|办事员|窗口人员|胸牌|工牌|态度|[他她说问]|叫我|让我|要我|不理|姓[\u4e00-\u9fff]|同志|的人"
)


@dataclass(frozen=True, slots=True)
class RespondentWords:
    """What the citizen wrote, by field where there are fields; `day` is the day of the matter in Beijing."""

    unit: str
    window: str
    staff: str
    item: str
    text: str
    day: date | None

    @property
    def all_words(self) -> str:
        """All of it."""
        return "\n".join((self.unit, self.window, self.staff, self.item, self.text))


@dataclass(frozen=True, slots=True)
class RespondentMatchResult:
    """How far the words resolve; `candidates` are logins or unit codes where there are several."""

    unit: str | None
    window: str | None
    staff_id: str | None
    item: str | None
    match: RespondentMatch
    roster_day: date | None
    candidates: tuple[str, ...] = ()


def resolve_respondent(words: RespondentWords, directory: Directory) -> RespondentMatchResult:
    """The narrowest of exact, window, item, unit that the words prove, else ambiguous or none.

    Whom the text praises or holds up to another is not among them; what stands in a field of the form is.
    """
    words = replace(words, text=blamed_words(words.text))
    windows = _windows_in(words, directory)
    units = _units_in(words, directory, windows)
    items = _items_in(words, directory, units)
    unit = units[0] if len(units) == 1 else None
    if unit is None and not units and len({item.unit for item in items}) == 1:
        unit = items[0].unit
    item = items[0].code if len(items) == 1 and items[0].unit == unit else None
    window = windows[0].code if len(windows) == 1 else None
    people = _people_in(words, directory, unit, window)
    if len(people) > 1:
        return RespondentMatchResult(
            None, None, None, None, RespondentMatch.AMBIGUOUS, words.day, tuple(p.login for p in people)
        )
    if people:
        person = people[0]
        at = window or (directory.window_of(person.login, words.day) if words.day else None)
        return RespondentMatchResult(person.unit, at, person.login, item, RespondentMatch.EXACT, words.day)
    if unit is None and len(units) > 1:
        return RespondentMatchResult(
            None, None, None, None, RespondentMatch.AMBIGUOUS, words.day, tuple(units)
        )
    return RespondentMatchResult(unit, window, None, item, _depth(unit, window, item), words.day)


def _depth(unit: str | None, window: str | None, item: str | None) -> RespondentMatch:
    if window is not None:
        return RespondentMatch.WINDOW
    if unit is not None and item is not None:
        return RespondentMatch.ITEM
    return RespondentMatch.NONE if unit is None else RespondentMatch.UNIT


def _windows_in(words: RespondentWords, directory: Directory) -> list[WindowEntry]:
    named = [window for window in directory.windows if has_code(window.code, words.window)]
    return named or [window for window in directory.windows if has_code(window.code, words.text)]


def _units_in(words: RespondentWords, directory: Directory, windows: Sequence[WindowEntry]) -> list[str]:
    if windows:
        return list(dict.fromkeys(window.unit for window in windows))
    prefix = common_prefix_of(office.name for office in directory.offices)
    cores = {office.code: core_of(office.name, prefix) for office in directory.offices}
    if words.unit.strip():
        return _prefer_hall(_best_offices(core_of(words.unit, prefix), cores), directory)
    inside = [code for code, core in cores.items() if core in normalise(words.text)]
    if inside:
        return _prefer_hall(inside, directory)
    for word in office_words(words.text):
        found = _best_offices(word.removeprefix(prefix), cores)
        if len(found) == 1:
            return found
    return []


def _prefer_hall(codes: list[str], directory: Directory) -> list[str]:
    staffed = {window.unit for window in directory.windows}
    in_hall = [code for code in codes if code in staffed]
    return in_hall if len(in_hall) == 1 else codes


def _best_offices(told: str, cores: dict[str, str]) -> list[str]:
    equal = [code for code, core in cores.items() if core == told]
    if equal:
        return equal
    contained = [code for code, core in cores.items() if len(told) > 1 and (told in core or core in told)]
    if contained:
        return contained
    return [code for code, core in cores.items() if is_abbreviation(told, core)]


def _items_in(words: RespondentWords, directory: Directory, units: Sequence[str]) -> list[ItemEntry]:
    offered = [item for item in directory.items if not units or item.unit in units]
    told = normalise(words.item)
    if told:
        equal = [item for item in offered if told in item_names(item.name)]
        return equal or [
            item for item in offered if any(told in n or n in told for n in item_names(item.name))
        ]
    text = normalise(words.text)
    return [item for item in offered if any(name in text for name in item_names(item.name))]


def _people_in(
    words: RespondentWords, directory: Directory, unit: str | None, window: str | None
) -> list[PersonEntry]:
    everything = normalise(words.all_words)
    named = [p for p in directory.people if normalise(p.name) in everything or _has_badge(p, everything)]
    named = [person for person in named if unit is None or person.unit == unit]
    if window is not None and words.day is not None:
        sitting = directory.people_at(window, words.day)
        here = [person for person in named if person in sitting]
        return here or named or _told_at_window(words, sitting)
    return named


def _told_at_window(words: RespondentWords, sitting: Sequence[PersonEntry]) -> list[PersonEntry]:
    surname = surname_hint(words.staff) or surname_hint(words.text)
    if surname is not None:
        matching = [person for person in sitting if person.name.startswith(surname)]
        return matching if len(matching) == 1 else []
    is_about_a_person = bool(words.staff.strip() or _ABOUT_A_PERSON.search(words.text))
    return list(sitting) if is_about_a_person and len(sitting) == 1 else []


def _has_badge(person: PersonEntry, words: str) -> bool:
    return bool(person.badge) and has_code(person.badge, words)
