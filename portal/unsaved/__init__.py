"""What is typed and not saved yet, and who has which form open. Nothing of it is in the record."""
