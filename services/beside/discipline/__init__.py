"""Proposals of discipline, handed to the authority that decides on them."""
