"""Servers that misbehave as told, and a unit that must live through it."""
