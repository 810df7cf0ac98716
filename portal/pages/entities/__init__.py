"""The pages of partners, subjects, organisations and issues: all that hangs on them."""
