"""Pages and notices drawn as Discord messages; pure functions from values to views."""
