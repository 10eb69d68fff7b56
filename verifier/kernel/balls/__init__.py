"""Rigorous enclosures of terms, as written, at exact points: what refutes."""
