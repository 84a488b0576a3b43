"""Other readers of passport zones, each run by its own Python on the same files: one JSON line a page.

These programs import nothing of the house, since the environments they run in do not know it.
"""
