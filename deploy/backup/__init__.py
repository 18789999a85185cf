"""A whole copy of an office that goes on serving, and an office made of such a copy (ADR 0319)."""
