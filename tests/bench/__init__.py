"""Measured against peers on the same inputs, in one run; figures go to RESULTS.md."""
