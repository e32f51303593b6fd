"""Pages about conditions: one factor, and how they hang together."""
