"""What a supervisor mends by hand: messages that cannot be sent by themselves."""
