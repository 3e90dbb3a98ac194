"""What the tests have in common."""

HANG_S = 120
"""Seconds after which something that a test waits for is taken to hang, for a busy machine."""
