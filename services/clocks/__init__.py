"""Legal clocks as rows. Opened, paused, moved and stopped only by the service that records the legal fact."""
