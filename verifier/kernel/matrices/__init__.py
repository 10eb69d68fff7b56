"""Matrices of any size, as words over letters that do not commute, and entry by entry at concrete sizes."""
