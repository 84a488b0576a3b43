"""Law and facts: frozen values and pure functions, without clock or input and output."""
