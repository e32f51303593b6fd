"""Contributing factors: conditions of a system, each with the actions that answer it."""
