"""Writes the pages and tables of the documentation that follow from the code. `python -m deploy.docs`."""
