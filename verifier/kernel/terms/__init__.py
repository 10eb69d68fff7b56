"""Terms before any normal form: brought to a small core of functions, folded, worked out by cases."""
