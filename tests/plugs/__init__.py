"""One suite per plug, run on its fake and on every adapter."""
