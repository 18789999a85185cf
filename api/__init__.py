"""People ask, we answer: pages and HTTP API."""
