"""Who may pass: login, rights, CSRF, headers and the access log, for every address."""
