"""Withdrawal of a complaint: asked by the complainant, verified by a person, then the stages end."""
