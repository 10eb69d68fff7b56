"""The rules by which conditions, above all inequalities, are shown to hold on a cell."""
