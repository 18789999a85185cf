"""Errors that nobody foresaw, planted at every change, evaluation and answer of a town of instances (EN-2)."""
