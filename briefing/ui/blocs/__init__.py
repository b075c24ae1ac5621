"""The parts of the Blocs tab: its bar, its pictures, its rows, and what is drawn by hand."""
