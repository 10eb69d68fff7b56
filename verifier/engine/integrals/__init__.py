"""The search for antiderivatives, places to split, and changes of variable."""
