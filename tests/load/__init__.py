"""Benchmarks: each figure beside a baseline taken in the same run (`make load`)."""
