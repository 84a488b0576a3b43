"""The manual, run by a machine; mirrors the rooms of the house."""
