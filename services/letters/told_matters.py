"""The matters of a case in a letter to its complainant: as his progress page tells them, without his name and numbers."""

from collections.abc import Callable, Collection, Iterable

from sqlalchemy import func, select

from models.case.complaint import Complaint
from models.case.decision import Decision
from models.case.lifecycle import DecisionKind
from models.case.matter import Matter
from models.clock.legal_time import word_day
from models.ground.codes import MatterDecision
from services.casefile.decisions import find_last_decision
from services.casefile.standing import is_bounded
from services.letters.letter_kind import Block, FindInMany, Wording, round_subject
from services.ports.press import Facts, Grid
from services.unit_of_work import Unit
from services.views.progress_answer import AnswerLine, list_answer_lines, list_decided_lines
from services.views.progress_bounded import bound_line
from services.views.progress_cut import cut_lines


def list_told_matters(complaint: Complaint, decision: MatterDecision, unit: Unit) -> tuple[AnswerLine, ...]:
    """The matters that were decided so, by number; bounded where it is another's matter."""
    lines = [line for line in list_answer_lines(complaint, unit) if line.decision is decision]
    told = list_decided_lines(cut_lines(lines, complaint.id, unit))
    return tuple(map(bound_line, told)) if is_bounded(complaint.id, unit) else told


def list_deciding_rounds(complaint: Complaint, decision: MatterDecision, unit: Unit) -> list[str]:
    """The subject of a letter that tells of matters which were decided so: the round in which the acceptance was decided.

    A case that is handled anew tells it again only where the acceptance is decided again.
    """
    if not any(line.decision is decision for line in list_answer_lines(complaint, unit)):
        return []
    decided = find_last_decision(complaint.id, DecisionKind.ACCEPTANCE, unit)
    return [round_subject(1 if decided is None else decided.round)]


def find_deciding_rounds(decision: MatterDecision) -> FindInMany:
    """The same of many files at once."""

    def find(complaint_ids: Collection[str], unit: Unit) -> Iterable[tuple[str, str]]:
        decided = select(Matter.complaint_id).where(
            Matter.complaint_id.in_(complaint_ids), Matter.decision == decision
        )
        rounds = (
            select(Decision.complaint_id, func.max(Decision.round))
            .where(Decision.complaint_id.in_(complaint_ids), Decision.kind == DecisionKind.ACCEPTANCE)
            .group_by(Decision.complaint_id)
        )
        last = {case: round_no for case, round_no in unit.session.execute(rounds)}
        return [(case, round_subject(last.get(case, 1))) for case in unit.session.scalars(decided.distinct())]

    return find


def name_matters(lines: Iterable[AnswerLine]) -> Facts:
    """A row a matter."""
    return Facts(tuple((f"事项{line.no}", line.text) for line in lines))


def table_matters(lines: Iterable[AnswerLine], head: str, place: Callable[[AnswerLine], str | None]) -> Grid:
    """A row a matter with the `place` that it went to, under the `head` of that column."""
    rows = tuple((str(line.no), line.text, place(line) or "") for line in lines)
    return Grid(("事项", "反映的事项", head), rows, (1, 6, 3))


def say_opening(wording: Wording, complaint: Complaint) -> Block:
    """The first words of a letter to the complainant: of what he told, and when."""
    received = word_day(complaint.effective_received)
    return wording.say("opening", 收到日期=received, 投诉编号=complaint.number)


def sentence(text: str | None) -> str:
    """The text with one full stop at its end; nothing of nothing."""
    words = (text or "").strip().rstrip("。；;")
    return f"{words}。" if words else ""
