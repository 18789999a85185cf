"""What is cut of a complainant's own words before they are shown without one more proof, and what stays."""

from __future__ import annotations

from services.identity.cut_identity import cut_own_values
from tests.full_office import FullOffice

OWN_PHONE = "199-0000-0201"


def test_an_identity_number_is_cut_whoever_it_belongs_to_and_other_long_numbers_stay(
    office: FullOffice,
) -> None:
    """An agent wrote down what the caller read out and nobody needed; the vault does not hold it."""
    case = office.file(phone=OWN_PHONE).complaint_id
    said = {
        "报了身份证号990102196606081197，应遮蔽": "报了身份证号■，应遮蔽",
        "证号99010219660608119x": "证号■",
        "请打19900000201": "请打■",
        "订单号202609031430000187没有退": "订单号202609031430000187没有退",
        "许可证号990102196613081197": "许可证号990102196613081197",
    }
    with office.unit_of_work().reading() as unit:
        assert cut_own_values(list(said), case, unit) == list(said.values())
