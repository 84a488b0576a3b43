"""The verbs of the mission sentence, one a file; `intake.py` says them in order."""
