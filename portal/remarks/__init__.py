"""What readers and divisions point out about values, for editors to look at."""
