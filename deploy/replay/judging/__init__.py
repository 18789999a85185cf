"""What a finished case shows, held against what a careful person would have decided; one file a group of fields."""
