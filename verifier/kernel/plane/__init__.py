"""The sectors of the complex plane that terms lie in, and the cuts of the principal branches."""
