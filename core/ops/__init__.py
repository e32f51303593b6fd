"""Health, metrics, backup, and the embedded services of `make run`."""
