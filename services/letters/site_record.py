"""勘查笔录: where somebody looked, who was there, and what was seen; those who were there sign it."""

from collections.abc import Sequence

from models.case.complaint import Complaint
from models.case.investigation_act import InvestigationAct
from models.ground.codes import Method
from models.ground.letter_codes import LetterReaders
from services.letters.letter_kind import LetterKind, Piece, Wording, name_nobody
from services.letters.signed_record import lines_to_sign, list_acts, tell_act
from services.ports.press import Facts, Heading, Words
from services.unit_of_work import Unit


def _list_subjects(complaint: Complaint, unit: Unit) -> list[str]:
    return [act.id for act in list_acts(Method.SITE, complaint, unit)]


def _write(complaint: Complaint, subject: str, wording: Wording, unit: Unit) -> Sequence[Piece]:
    act = unit.session.get_one(InvestigationAct, subject)
    photos = len((act.details or {}).get("photos") or ())
    told = [("地点", act.place or ""), ("在场人员", act.persons or "")]
    if photos:
        told.append(("照片", f"{photos}张"))
    return (
        Facts((*tell_act(act, unit), *((name, text) for name, text in told if text))),
        Heading("勘查情况"),
        Words(act.record_text),
        lines_to_sign("在场人员（签名）", "勘查人员（签名）"),
    )


SITE_RECORD = LetterKind(
    "site_record", "勘查笔录", None, {}, _list_subjects, _write, LetterReaders.RECORD, name_nobody
)
