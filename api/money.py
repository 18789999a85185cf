"""Amounts of money in words."""


def yuan(fen: int) -> str:
    """In yuan with two decimals and thousands apart."""
    return f"{fen // 100:,}.{fen % 100:02d}"
