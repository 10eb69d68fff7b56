"""Derivatives of lowered terms, the conditions under which they are right, and continuity."""
