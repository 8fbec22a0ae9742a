"""What is measured. Each module's ``run`` prepares, does its work against the clock and says how long it took.

A contender runs in a fresh process of its own (``benchmarks.processes``): what one imported or left behind
must not slow down another. Libraries are imported before the clock starts, except by cold commands.
"""
