"""Worker processes, and what a run says to them."""
