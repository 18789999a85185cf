"""Bulletins: what figures let propose, what people write and units answer, and what a second person publishes."""
