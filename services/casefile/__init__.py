"""Entries and corrections that people make in an open case file outside the tasks."""
