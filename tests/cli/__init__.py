"""The door: what each command says, and the exit code it ends with."""
