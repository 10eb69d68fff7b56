"""Antiderivatives, definite and improper integrals, and the rules by which they are rewritten."""
