"""What a term is worth at a point, by mpmath alone: shares nothing with the engine but the terms."""
