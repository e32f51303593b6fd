"""Removing a passage from a whole postmortem for good, and the hold that forbids it."""
