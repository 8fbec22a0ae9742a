"""Excel in: guard and read, recognise, locate, normalise, check, consolidate."""
