"""案卷评查: the score sheet, how files stand by it while they are open, and the review of a sample of closed ones."""
