"""The pieces of 报送: the form, the batch that is looked at, the board, one file, what is decided, who is missing."""
