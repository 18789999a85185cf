"""`python -m deploy` is the `jieban` command."""

from deploy.cli import main

main()
