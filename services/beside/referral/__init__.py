"""Referrals: 交办 to a unit of the centre and 转办 to another authority, sign-off, objection, arbitration, result."""
