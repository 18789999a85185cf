"""Recusal (回避): who must keep away from a case, who decides on it and who stands in."""
