"""What a run says: as text for people, as JSON for machines."""
