"""The work of people: projection of open tasks, claiming, drafts, submission, and the listeners' rules."""
