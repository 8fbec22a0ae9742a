"""One module per step; engine.SCHEMA_REVISION names the newest."""
