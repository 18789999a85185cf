"""The legal clock: working days, deadlines, rungs and pauses. When a clock starts and stops is decided in the services."""
