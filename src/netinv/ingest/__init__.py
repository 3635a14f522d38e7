"""Files -> records and mentions. Reporters are sealed before anything is stored."""
