"""The officers' pages, seen by a browser that overlooks nothing."""
