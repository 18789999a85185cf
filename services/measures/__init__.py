"""Measures of improvement (改进措施): what is changed, proof that it was, and figures that close it or bring it back."""
