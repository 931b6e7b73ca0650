"""Rules: when this happens, and these hold, do that."""
