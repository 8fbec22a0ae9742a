"""总览: what is late, where, and what changed. Pure functions over frames and records, and the pieces that show them."""
