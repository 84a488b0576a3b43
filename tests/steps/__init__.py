"""Tests of the verbs, on fakes."""
