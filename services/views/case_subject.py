"""What a case is about in one line, for lists: the first matter in neutral words, and whom it is about."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import func, select

from models.case.matter import Matter
from models.case.neutral_wording import word_neutrally
from models.case.respondent import Respondent
from models.office.staff import Staff
from models.office.unit import OrganisationUnit
from services.identity.cut_identity import map_own_values
from services.identity.readers_cut import ReadersCut
from services.unit_of_work import Unit

LONGEST_SUBJECT = 60
# A subject shows the beginning alone, and a list has a hundred of them.
_LOOKED_AT = 4 * LONGEST_SUBJECT


@dataclass(frozen=True, slots=True)
class CaseSubject:
    """`text` is a person's neutral wording, or until somebody worded it the words cut as a starting text is;
    who complained is in neither.

    `matters` is how many there are; `respondents` are names of units, with the window where one is known.
    """

    text: str
    matters: int
    respondents: tuple[str, ...]


NO_SUBJECT = CaseSubject("", 0, ())


def list_subjects(complaint_ids: Collection[str], unit: Unit) -> dict[str, CaseSubject]:
    """Of each of the cases, for whoever may open its file; three queries however many there are.

    A list goes past many eyes: who complained is cut out of it for everybody.
    """
    rows = unit.session.execute(
        select(Matter.complaint_id, Matter.text, Matter.is_reworded)
        .where(Matter.complaint_id.in_(complaint_ids))
        .order_by(Matter.complaint_id, Matter.no)
    )
    texts: dict[str, str] = {}
    counts: Counter[str] = Counter()
    for case, text, is_reworded in rows:
        counts[case] += 1
        if case not in texts:
            texts[case] = text[:_LOOKED_AT] if is_reworded else word_neutrally(text[:_LOOKED_AT])
    own = map_own_values(texts, unit)
    texts = {case: ReadersCut(own[case]).cut(text) for case, text in texts.items()}
    respondents = list_respondents(complaint_ids, unit)
    return {
        case: CaseSubject(_shorten(texts.get(case, "")), counts[case], respondents.get(case, ()))
        for case in complaint_ids
    }


def list_respondents(complaint_ids: Collection[str], unit: Unit) -> dict[str, tuple[str, ...]]:
    """Names of units with their windows by case, each once, in the order in which they were named; one query."""
    rows = unit.session.execute(
        select(Respondent.complaint_id, OrganisationUnit.name, Respondent.window)
        .outerjoin(Staff, Staff.login == Respondent.staff_id)
        .outerjoin(OrganisationUnit, OrganisationUnit.code == func.coalesce(Respondent.unit, Staff.unit))
        .where(Respondent.complaint_id.in_(complaint_ids), Respondent.in_force())
        .order_by(Respondent.complaint_id, Respondent.no)
    )
    found: dict[str, dict[str, None]] = {}
    for case, unit_name, window in rows:
        if words := " · ".join(filter(None, (unit_name, window))):
            found.setdefault(case, {})[words] = None
    return {case: tuple(words) for case, words in found.items()}


def _shorten(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= LONGEST_SUBJECT else f"{line[: LONGEST_SUBJECT - 1]}…"
