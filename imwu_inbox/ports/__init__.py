"""The plugs: what the steps need from the outside, one Protocol a file, without bodies."""
