"""The facts of `tests/facts.yaml`: statements whose truth is known, and what shows it."""
