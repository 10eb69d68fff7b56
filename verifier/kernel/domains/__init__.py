"""Where terms are defined: conditions, whether they hold on a cell, and how they are said."""
