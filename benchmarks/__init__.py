"""How fast and how frugal: one command, one table of ratios. ``python -m benchmarks --help``."""
