"""The pages of frameworks and pillars, side by side with the kinds of measures."""
