"""The gate before the pages: signing in and out, and what nobody gets past without it."""
