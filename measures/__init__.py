"""What governments do: measures, and everything that hangs on them."""
