"""Faults with real processes: Redis, workers, beats and a mail server that counts what it accepts."""
