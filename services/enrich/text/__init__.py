"""What any step may need of a text: its words, its language, its marks; tables and patterns."""
