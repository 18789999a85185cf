"""Material that a complainant is asked for or adds: rounds of asking, and what comes in."""
