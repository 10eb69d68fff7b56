"""The search for closed forms and recurrences of sums."""
