"""The words every other package speaks: statuses, severities, codes, cells, findings. Standard library only."""
