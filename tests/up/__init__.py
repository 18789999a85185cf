"""`jieban up` as a person starts it: one command, three processes, real ports."""
