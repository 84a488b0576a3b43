"""Tests of what knows one neighbour."""
