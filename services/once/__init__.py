"""What comes again counts once: jobs of the engine and forms that people send."""
