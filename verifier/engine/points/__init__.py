"""Exact points of a declared domain, and fast looks at terms there."""
