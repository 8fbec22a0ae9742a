"""What people write in a cell, read into plain values: text, dates, percentages, statuses, phones, links, names.

Every reader is total: any cell value gives a small frozen result, never an exception.
"""
