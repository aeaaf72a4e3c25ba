"""What the integration tests share: a daemon in a folder of its own, and those who talk to it."""
