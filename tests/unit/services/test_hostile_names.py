"""F5: whatever a sender calls his file, the name is words beside it: it lies under a name that was drawn, in the folder."""

from __future__ import annotations

import io
import re
from pathlib import Path, PurePath

from flask import Flask

from api.sent_files import send_stream
from models.case.evidence import Evidence
from services.evidence.add_evidence import AddEvidence, add_evidence
from services.evidence.incoming_file import MAX_FILES, IncomingFile
from services.evidence.take_files import MAX_NAME, clean_name
from tests.full_office import FullOffice
from tests.unit.services.hostile_names import list_hostile_names

NAMES = list_hostile_names()
ENDING = ".txt"
DRAWN = re.compile(r"files/[0-9a-f]{2}/[0-9a-f]{32}")


def test_of_each_name_only_words_are_kept() -> None:
    """F5: no way through folders, nothing that cannot be seen, never longer than two hundred letters, never nothing."""
    assert len(NAMES) >= 200
    for name in NAMES:
        kept = clean_name(name)
        assert 0 < len(kept) <= MAX_NAME and kept.isprintable() and not set(kept) & set("/\\"), ascii(name)


def test_files_under_such_names_lie_in_the_folder_under_drawn_ones(office: FullOffice) -> None:
    """F5: each fourth of them is kept with a case."""
    # One that is nothing but an ending has none.
    names = [name for name in NAMES[::4] if PurePath(clean_name(name + ENDING)).suffix == ENDING]
    assert len(names) > 60
    case, actor = office.file().complaint_id, office.actor("wen.rusheng")
    before = {path.name for path in beside(office.folder)}
    for first in range(0, len(names), MAX_FILES):
        sent = [
            IncomingFile(name + ENDING, "", io.BytesIO(f"第{first + place}件".encode()))
            for place, name in enumerate(names[first : first + MAX_FILES])
        ]
        assert add_evidence(AddEvidence(case, tuple(sent)), office.unit_of_work(), actor).refused_files == ()
    kept = office.rows(Evidence, complaint_id=case)
    assert sorted(row.name for row in kept) == sorted(clean_name(name + ENDING) for name in names)
    lying = [
        path.relative_to(office.folder).as_posix() for path in office.folder.rglob("*") if path.is_file()
    ]
    assert len([path for path in lying if DRAWN.fullmatch(path)]) == len(names)
    assert [path for path in lying if not DRAWN.fullmatch(path) and not path.startswith("run/")] == []
    assert {path.name for path in beside(office.folder)} == before


def beside(folder: Path) -> list[Path]:
    """Where a name that climbs would come to."""
    return [*folder.parent.iterdir(), *Path.cwd().iterdir(), *Path("/").iterdir()]


def test_a_file_is_handed_out_under_one_name_in_one_line() -> None:
    """F5: no name begins a line of the head, or ends the file's name and begins another."""
    with Flask(__name__).test_request_context():
        for name in map(clean_name, NAMES):
            told = send_stream([b"x"], name, "text/plain").headers["Content-Disposition"]
            assert told.startswith("attachment") and told.isprintable() and told.isascii(), ascii(name)
            assert len(re.findall(r"; filename\*?=", unquoted(told))) <= 2, told


def unquoted(header: str) -> str:
    """The header without what stands in quotation marks."""
    return re.sub(r'"(?:[^"\\]|\\.)*"', "", header)
