"""Real servers, private to one test session."""
