"""A matter that is accepted, as a row of the form that decides: all three points of the acceptance are met."""

ACCEPTED_ROW = {"decision": "accept", "met_points": ["complainant", "concrete", "actionable"]}
