"""True steps with one thing changed: none that is false may be proved."""
