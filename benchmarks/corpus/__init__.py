"""The files the benchmarks run on: made by code, the same bytes every time, like what units really send."""
