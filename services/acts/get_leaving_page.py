"""What leaves for a unit with an act that a person filled in, word for word, with the marks that he decides about."""

import json
from dataclasses import dataclass

from models.case.complaint import Complaint
from models.ground.errors import NotFound
from models.vault.keyring import get_keyring
from services.actor import Actor, staff_id_of
from services.acts.act_case import ActCase
from services.acts.act_draft import find_act_draft
from services.acts.act_forms import find_form, read_shipped_form
from services.acts.act_permission import require_may_take
from services.acts.registry import get_act
from services.beside.sheets.settle_leaving import Marked, mark_leaving
from services.forms.field_labels import title_of
from services.unit_of_work import UnitOfWork
from services.views.case_summary import CaseSummary, summarise


@dataclass(frozen=True, slots=True)
class LeavingPage:
    """`answers` are what he filled in, as they are kept for him."""

    act: str
    title: str
    case: CaseSummary
    marked: Marked
    answers: dict[str, object]

    @property
    def seen(self) -> str:
        """Keyed, of what leaves and of all that was filled in: what is kept may be written over by another window."""
        told = json.dumps(self.answers, ensure_ascii=False, sort_keys=True)
        return get_keyring().digest("leaving-page", f"{self.marked.digest}\0{told}")

    def pieces(self, at: int) -> list[tuple[str, bool]]:
        """The text of a part in pieces, each with whether it is marked."""
        text, begins = self.marked.leaving.parts[at].text, 0
        cut: list[tuple[str, bool]] = []
        for mark in self.marked.marks[at]:
            cut += [(text[begins : mark.begins], False), (text[mark.begins : mark.ends], True)]
            begins = mark.ends
        return [piece for piece in [*cut, (text[begins:], False)] if piece[0]]


def get_leaving_page(complaint_id: str, act: str, unit_of_work: UnitOfWork, actor: Actor) -> LeavingPage:
    """Of what this person filled in, without parts where nothing leaves with that.

    NotFound where nothing is kept or the act sends nothing, NotPermitted with the rule's code.
    """
    found = get_act(act)
    read_shipped_form(act)
    with unit_of_work.reading() as unit:
        complaint = unit.session.get(Complaint, complaint_id)
        if complaint is None:
            raise NotFound
        case = ActCase(unit, complaint, actor)
        require_may_take(found, case)
        draft = find_act_draft(complaint_id, act, staff_id_of(actor), unit)
        if draft is None or found.leaves is None:
            raise NotFound
        marked = mark_leaving(found.leaves(case, dict(draft.answers)), case)
        schema, _ = find_form(act, unit)
        return LeavingPage(act, title_of(schema), summarise(complaint), marked, dict(draft.answers))
