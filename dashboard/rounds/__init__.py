"""督查: a round through its stages, its verdicts, the draw of units, the look back. For the office alone."""
