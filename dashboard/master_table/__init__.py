"""The pieces of 总台账 beside its filters: one row with its origin, two days compared, matches that were doubtful."""
