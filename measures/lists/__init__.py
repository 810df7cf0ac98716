"""The lists of measures and of everything that hangs on them: a file each."""
