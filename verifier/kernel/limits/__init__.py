"""Limits and asymptotic expansions."""
