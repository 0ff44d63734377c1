"""From a question to the quotes that answer it; knows nothing of Discord."""
