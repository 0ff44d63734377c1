"""Files become sessions: session files, pasted memos, JSON Lines."""
