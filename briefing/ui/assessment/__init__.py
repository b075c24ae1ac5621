"""The parts of the Assessment tab: judgments, their terms, and the grid of hypotheses."""
