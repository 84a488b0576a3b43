"""What each kind of paper looks like and says, one kind a file."""
