"""E1: query codes are spread evenly over 65 bits, and none is stored as it is."""

from __future__ import annotations

from collections import Counter

from sqlalchemy import inspect, select, table, text

from models.ground.base import Base
from models.vault.keyring import Keyring
from services.identity.query_code import (
    ALPHABET,
    LENGTH,
    derive_query_code,
    digest_query_code,
    plain_code,
    write_code,
)
from tests.full_office import FullOffice

DRAWN = 100_000
# Of 31 degrees of freedom: one in a thousand million runs is above it by chance.
MOST_UNEVEN = 105.0


def test_a_hundred_thousand_codes_are_spread_evenly_and_none_comes_twice(keyring: Keyring) -> None:
    """E1: each of the thirteen letters is each of thirty-two about as often, of submissions that follow one another."""
    codes = [plain_code(derive_query_code(f"{number:032x}")) for number in range(DRAWN)]
    assert len(set(codes)) == DRAWN
    assert {len(code) for code in codes} == {LENGTH}
    fair = DRAWN / len(ALPHABET)
    for place in range(LENGTH):
        counted = Counter(code[place] for code in codes)
        assert set(counted) == set(ALPHABET), place
        uneven = sum((number - fair) ** 2 / fair for number in counted.values())
        assert uneven < MOST_UNEVEN, place


def test_a_code_has_65_bits_of_the_keyed_digest() -> None:
    """E1: each of 65 bits changes one letter of its own, and no further one changes any."""
    none = write_code("0")
    with_one = [write_code(f"{1 << bit:x}") for bit in range(256)]
    assert len({none, *with_one[:65]}) == 66
    assert set(with_one[65:]) == {none}


def test_no_table_holds_the_code_of_a_filed_case(office: FullOffice) -> None:
    """E1: neither as it lies there nor as the office reads it; its keyed digest is what is there."""
    filed = office.file()
    plain = plain_code(filed.query_code)
    written = {filed.query_code, plain, filed.query_code.lower(), plain.lower()}
    lying, read = list[str](), list[str]()
    with office.unit_of_work().reading() as unit:
        for known in Base.metadata.sorted_tables:
            read += [str(tuple(row)) for row in unit.session.execute(select(known))]
        for name in inspect(unit.session.get_bind()).get_table_names():
            lying += [
                str(tuple(row)) for row in unit.session.execute(select(text("*")).select_from(table(name)))
            ]
    assert [row for row in lying + read if any(code in row for code in written)] == []
    digest = digest_query_code(filed.query_code)
    assert any(digest in row for row in lying) and any(filed.number in row for row in read)
