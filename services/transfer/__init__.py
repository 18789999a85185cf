"""Closed files handed over to the archives together (移交), with a list for signature and the archives' receipt."""
