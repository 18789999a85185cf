"""Decisions: files, hit policies, decision graphs, and what an evaluation leaves behind."""
