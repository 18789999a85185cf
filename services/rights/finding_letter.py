"""The words of the notice by which a respondent learns the finding about him; no identity of who complained. In Chinese."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from models.case.complaint import Complaint
from models.case.disposal import MatterDisposal
from models.case.matter import Matter
from models.clock.legal_time import beijing_date
from models.ground.codes import Disposal, Finding
from models.ground.left_words import UNDECIDED, Decisions
from models.office.staff import Staff
from services.beside.sheets.facts_sheet import facts_text, make_facts_sheet
from services.beside.sheets.letter import STANDARD, whom_to_ask
from services.casefile.disposal_words import tell_disposal
from services.casefile.found_words import DISPOSALS, FINDINGS
from services.casefile.leaving_words import cut_third_persons
from services.casefile.matter_disposals import list_disposals
from services.clocks.time_limits import get_policy_by_key
from services.identity.cut_identity import cut_own_values
from services.office.own_texts import map_texts
from services.rights.party import Party, name_party
from services.rights.rights_texts import FINDING_PAPER, REMEDIES
from services.unit_of_work import Unit

OBJECTION_WINDOW = "respondent_objection"
# A disposal of these kinds names the unit that has to do something; of a proposal it is the organ that decides.
_OF_ITS_UNIT = frozenset({Disposal.ORDER_RECTIFICATION, Disposal.IMPROVE_SERVICE})


@dataclass(frozen=True, slots=True)
class Found:
    """One matter as it is found; `said` are its disposals as far as more than their kind is on file."""

    no: int
    finding: Finding | None
    reason: str
    disposals: tuple[Disposal, ...]
    said: Mapping[Disposal, MatterDisposal]


@dataclass(frozen=True, slots=True)
class Notice:
    """What is told to which respondent: his own matters, and who sends it by login.

    `decided`: what becomes of words about third persons; None leaves them all, for whoever decides.
    """

    complaint: Complaint
    party: Party
    matters: Sequence[Found]
    sender: str
    decided: Decisions | None = UNDECIDED


def map_found(matters: Iterable[Matter], complaint: Complaint, unit: Unit) -> dict[int, Found]:
    """Each by its number, as it is on file in this round."""
    kept = list_disposals(complaint.id, unit, round_no=complaint.round)
    return {
        matter.no: Found(
            matter.no,
            matter.finding,
            matter.reason or "",
            tuple(map(Disposal, matter.disposals)),
            {row.kind: row for row in kept if row.matter_no == matter.no},
        )
        for matter in matters
    }


def write_finding(notice: Notice, unit: Unit, *, texts: Mapping[str, str] | None = None) -> str:
    """The words, as the matters are found now; with these texts by block in the place of the office's."""
    complaint, party = notice.complaint, notice.party
    today = beijing_date(unit.clock.now())
    days = get_policy_by_key(unit.session, OBJECTION_WINDOW, None, today).amount
    said = map_texts(FINDING_PAPER, unit) if texts is None else texts
    lines = [
        f"投诉编号：{complaint.number}",
        f"告知对象：{name_party(party, unit)}",
        *word_about(notice, unit),
        f"作出日期：{today.isoformat()}",
        f"依据：{STANDARD}7.3",
        f"救济途径：{said[REMEDIES].format_map({'异议期间': f'{days}个工作日'})}",
        f"联系人：{whom_to_ask(complaint, notice.sender, unit)}",
    ]
    return "\n".join(lines)


def word_about(notice: Notice, unit: Unit) -> list[str]:
    """The part of it that somebody wrote, line by line, without who complained."""
    complaint_id, decided = notice.complaint.id, notice.decided
    about = [line for found in notice.matters for line in _word_matter(found, notice, unit)]
    told = cut_own_values(about, complaint_id, unit)
    return told if decided is None else cut_third_persons(told, complaint_id, unit, decided=decided)


def word_facts(
    complaint: Complaint, matter_nos: Sequence[int], unit: Unit, *, decided: Decisions | None = UNDECIDED
) -> str:
    """The matters in neutral wording by the level of facts, one a line; never who complained."""
    return facts_text(make_facts_sheet(complaint, matter_nos, unit, decided=decided))


def _word_matter(found: Found, notice: Notice, unit: Unit) -> Iterator[str]:
    yield f"反映事项{word_facts(notice.complaint, [found.no], unit, decided=notice.decided)}"
    if found.finding is not None:
        yield f"认定：{FINDINGS[found.finding]}"
    if found.reason:
        yield f"理由：{found.reason}"
    if measures := "；".join(_list_measures(found, notice, unit)):
        yield f"与告知对象有关的处理：{measures}"


def _list_measures(found: Found, notice: Notice, unit: Unit) -> list[str]:
    """What is done about the matter as far as it concerns him: nothing asked of another unit or said of another person."""
    return [
        tell_disposal(found.said[kind]) if kind in found.said else DISPOSALS[kind]
        for kind in found.disposals
        if _is_about(found.said.get(kind), kind, notice.party, unit)
    ]


def _is_about(row: MatterDisposal | None, kind: Disposal, party: Party, unit: Unit) -> bool:
    if kind is Disposal.PROPOSE_DISCIPLINE:
        person = unit.session.get(Staff, party.staff_id) if party.staff_id else None
        return person is not None and row is not None and person.name in (row.responsible or "")
    if kind in _OF_ITS_UNIT and row is not None and row.unit_code is not None:
        return row.unit_code == party.unit_code
    return True
