"""Accounts: what a password must be, who may sign in, how long a session lasts."""
