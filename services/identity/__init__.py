"""The identity vault's service.

The only reader and writer of complainants' identities. Every look is logged.
"""
