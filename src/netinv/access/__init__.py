"""Who may see what: viewers, audit, the reporter vault."""
