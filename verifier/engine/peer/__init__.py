"""SymPy behind one bridge: the last thing asked."""
