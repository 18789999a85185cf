"""The engine asks, we answer: one router per diagram, one function per job type."""
