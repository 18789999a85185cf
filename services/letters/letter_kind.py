"""What a kind of letter is: what it tells of, how it is numbered, and what it says part by part."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from models.case.complaint import Complaint
from models.ground.letter_codes import LetterReaders
from services.ports.press import Part
from services.unit_of_work import Unit


@dataclass(frozen=True, slots=True)
class Block:
    """Words that a person may change until the letter is frozen; `name` is the block's own within its kind."""

    name: str
    heading: str
    text: str


# What a letter consists of: words of its own, and what the file says, which nobody words here.
Piece = Block | Part


@dataclass(slots=True)
class Wording:
    """What the blocks of one letter say: as a person worded them, else the office's text with the places filled.

    `texts` are the office's texts by block, `worded` those of a person.
    """

    texts: Mapping[str, str]
    worded: Mapping[str, str] = field(default_factory=dict)

    def say(self, name: str, heading: str = "", **places: str) -> Block:
        """The block of this name."""
        text = self.worded.get(name)
        return Block(name, heading, self.fill(name, **places) if text is None else text)

    def fill(self, name: str, **places: str) -> str:
        """The office's text with the places filled, for what nobody words in a single letter."""
        return self.texts[name].format_map(places)


Subjects = Callable[[Complaint, Unit], Sequence[str]]
# Complaint and subject of each letter, of many files at once; as many queries for a thousand files as for one.
FindInMany = Callable[[Collection[str], Unit], Iterable[tuple[str, str]]]
Write = Callable[[Complaint, str, Wording, Unit], Sequence[Piece]]
# Path and query, without the address of the pages; None for a letter that leads where all of its readers are led.
FindPage = Callable[[Complaint, str, Unit], str | None]


@dataclass(frozen=True, slots=True)
class LetterKind:
    """One kind. `mark` is its word within a 文号; None for what carries the complaint's own number, or runs on in its file.

    `texts` are what its blocks say unless an owner has them say something else, with named places in braces. `list_subjects`
    says what each letter of the kind tells of in a case, `write` what stands in it. `name_addressee` says to whom one goes
    that is not for the complainant; an empty name for what addresses nobody. `find_in_many` says of many files what
    `list_subjects` says of one, for what may be written in a batch: what tells all of a mass complaint the same step. None
    for what answers something that one person asked for, which somebody reads before it goes, and for what is for others.
    `find_page` says where a letter's reader answers it, or looks at what it is about. `needs` are by block the places that an
    owner's text may not leave out.
    """

    name: str
    title: str
    mark: str | None
    texts: Mapping[str, str]
    list_subjects: Subjects
    write: Write
    readers: LetterReaders = LetterReaders.COMPLAINANT
    name_addressee: Callable[[Complaint, str, Unit], str] | None = None
    find_in_many: FindInMany | None = None
    find_page: FindPage | None = None
    needs: Mapping[str, Sequence[str]] = field(default_factory=dict)

    @property
    def is_numbered(self) -> bool:
        """Whether freezing gives it a number of its own, in its series or in its file."""
        return self.mark is not None or self.readers is LetterReaders.RECORD


def round_subject(round_no: int) -> str:
    """The subject of what is told once in a round."""
    return f"round-{round_no}"


def name_nobody(complaint: Complaint, subject: str, unit: Unit) -> str:
    """Of a paper that addresses nobody."""
    return ""
