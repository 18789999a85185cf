"""Who looked, and at what: recorded before the page leaves, listed for who may know (ADR 0329)."""
