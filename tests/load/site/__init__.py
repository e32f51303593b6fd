"""The site beside its baselines, served in one process so that both meet the same machine."""
