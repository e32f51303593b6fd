"""Pages of the coach, and its answers to editors."""
