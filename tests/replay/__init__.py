"""The replay's own rules, without an office."""
