"""The complainant's own rating of an answer; return visits by staff are a task."""
