"""证据调取清单: what was handed over by whom, as original or copy; both sides sign it."""

from collections.abc import Sequence

from models.case.complaint import Complaint
from models.case.investigation_act import InvestigationAct
from models.ground.codes import Method
from models.ground.evidence_codes import EvidenceKind
from models.ground.letter_codes import LetterReaders
from services.evidence.items import KIND_NAMES
from services.letters.letter_kind import LetterKind, Piece, Wording, name_nobody
from services.letters.signed_record import lines_to_sign, list_acts, tell_act
from services.ports.press import Facts, Grid, Heading, Words
from services.tasks.act_record import ORIGINAL
from services.unit_of_work import Unit


def _list_subjects(complaint: Complaint, unit: Unit) -> list[str]:
    return [act.id for act in list_acts(Method.COLLECT, complaint, unit)]


def _write(complaint: Complaint, subject: str, wording: Wording, unit: Unit) -> Sequence[Piece]:
    act = unit.session.get_one(InvestigationAct, subject)
    details = act.details or {}
    item = (
        str(details["item_title"]),
        KIND_NAMES[EvidenceKind(details["item_kind"])],
        "原件（原物）" if details["is_original"] == ORIGINAL else "复制件",
        str(details["item_count"]),
    )
    slip = (("调取单号", str(details["slip_no"])), ("提供单位或者个人", str(details["provider"])))
    return (
        Facts((*slip, *tell_act(act, unit))),
        Grid(("证据名称", "种类", "原件或者复制件", "数量"), (item,), (5, 2, 3, 2)),
        Heading("说明"),
        Words(act.record_text),
        lines_to_sign("提供人（签名或盖章）", "调取人员（签名）"),
    )


COLLECTION_LIST = LetterKind(
    "collection_list", "证据调取清单", None, {}, _list_subjects, _write, LetterReaders.RECORD, name_nobody
)
