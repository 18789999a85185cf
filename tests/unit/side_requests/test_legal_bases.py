"""On what an extension, a recusal and an order rest (R3): chosen from the register, kept with the decision, told with it."""

from __future__ import annotations

import pytest

from models.beside.extension import Extension
from models.beside.rectification import Rectification
from models.beside.recusal import Recusal
from models.beside.sent_sheet import SentSheet
from models.case.citation import Citation
from models.ground.basis_codes import BasisUse
from models.ground.errors import InvalidInput
from models.office.legal_basis import LegalBasis
from tests.unit.side_requests.side_case import SideCase
from tests.unit.side_requests.test_acts import take
from tests.unit.side_requests.test_extension import INSTANCE, ask, prepare
from tests.unit.side_requests.test_recusal import INSTANCE as RECUSAL_INSTANCE
from tests.unit.side_requests.test_recusal import ask as ask_recusal
from tests.unit.side_requests.test_recusal import start

XINFANG = "《信访工作条例》"


def id_of(case: SideCase, words: str) -> str:
    (row,) = [row for row in case.office.rows(LegalBasis) if row.words() == words]
    return row.id


def test_more_time_rests_on_a_basis_and_its_refusal_needs_none(case: SideCase) -> None:
    """R3: the approver says on what; without it nothing is decided."""
    prepare(case, ask(case))
    with pytest.raises(InvalidInput) as refused:
        case.submit("decide-extension", "heng.gongyun", INSTANCE, is_approved="yes")
    assert refused.value.errors == {"basis_ids": "REQUIRED"}
    chosen = id_of(case, f"{XINFANG}第三十四条")
    case.submit("decide-extension", "heng.gongyun", INSTANCE, is_approved="yes", basis_ids=[chosen])
    row = case.one(Extension)
    (kept,) = case.office.rows(Citation)
    assert row.basis == f"{XINFANG}第三十四条"
    assert (kept.use, kept.subject, kept.legal_basis_id) == (BasisUse.EXTENSION, row.id, chosen)


def test_a_recusal_rests_on_a_basis_whichever_way_it_is_decided(case: SideCase) -> None:
    """R3."""
    start(case, ask_recusal(case, "xun.wenshi"))
    answers = {"outcome": "not_recused", "reason": "没有利害关系"}
    with pytest.raises(InvalidInput) as refused:
        case.submit("decide-recusal", "ming.shouli", RECUSAL_INSTANCE, **answers)
    assert refused.value.errors == {"basis_ids": "REQUIRED"}
    chosen = id_of(case, f"{XINFANG}第二十八条")
    case.submit("decide-recusal", "ming.shouli", RECUSAL_INSTANCE, **answers, basis_ids=[chosen])
    assert case.one(Recusal).basis == f"{XINFANG}第二十八条"


def test_an_order_tells_the_unit_on_what_it_rests(case: SideCase) -> None:
    """R3, R51: in the sheet that leaves, as it was chosen."""
    order = {"unit": "RS", "what": "请整改"}
    with pytest.raises(InvalidInput) as refused:
        take(case, "order-rectification", "du.daodi", **order)
    assert refused.value.errors == {"basis_ids": "REQUIRED"}
    take(case, "order-rectification", "du.daodi", **order, basis="《云河市窗口服务规范》第五条")
    row = case.one(Rectification)
    assert row.basis == "《云河市窗口服务规范》第五条"
    (sheet,) = case.office.rows(SentSheet, request_id=row.id)
    assert "依据：《云河市窗口服务规范》第五条\n" in sheet.text
