"""Twins of the plugs: simple, in memory, held to the same suites as the real adapters."""
