"""Rounds, verdicts, lights, sampling, look-back, rectification: pure functions over frames."""
