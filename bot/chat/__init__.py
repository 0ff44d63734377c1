"""Everything that knows Discord: the client, the commands, the replies and their wording."""
