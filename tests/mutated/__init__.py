"""Every step taken out of the shipped diagrams, and a step put into every flow: what the office then does all the same."""
