"""What a command stands on: state, turn, steps, transitions, answers. Who applies it is in `processing/`."""
