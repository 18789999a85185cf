"""Reads a message of e-mail (RFC 5322, MIME) from its bytes; nothing here reaches a database or a server."""
