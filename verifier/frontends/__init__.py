"""Where a run is asked for: the command line."""
