"""From an article to draft entries: reading files, and finding what they hold."""
