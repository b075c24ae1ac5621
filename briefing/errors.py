"""The errors whose message is written for the person at the screen."""

from __future__ import annotations


class UserError(Exception):
    """Something a person can understand and act on: one line, what failed and what to do."""


class NotFoundError(UserError):
    """Nothing in the library has the id that was asked for."""


class DamagedError(UserError):
    """The library is one of ours and broken: something of it can perhaps be saved."""


class Cancelled(Exception):  # noqa: N818 - a request that was obeyed, not an error
    """The person cancelled the job; what was done so far has been rolled back."""
