"""One outside neighbour per file: the only places that know a library, a protocol or a program."""
