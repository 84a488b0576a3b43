"""The rules of the house, checked by a machine. Each check is first shown a trespass, so that it can fail."""
