"""弄虚作假线索: records that do not go together, each by one rule, with its base rate; lines to look into, no verdicts."""
