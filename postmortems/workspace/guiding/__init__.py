"""Guided writing: one step at a time, from nothing to asking for a review."""
