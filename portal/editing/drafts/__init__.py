"""The pages of drafts: the list, the form, the preview on the site, and the review."""
