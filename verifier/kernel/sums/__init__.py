"""Sums and products over ranges, and infinite series."""
