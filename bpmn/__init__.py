"""Diagrams, forms, decisions and the names generated from them."""
