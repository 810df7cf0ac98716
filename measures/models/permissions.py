"""What editors may be allowed beside adding, changing and deleting."""

# Kept on the measure, the unit that everything hangs on; which role has which says
# `portal.accounts.roles`.
PERMISSIONS = [
    ("publish_measure", "Can publish and hide measures"),
    ("restore_entry", "Can restore former versions and deleted entries"),
    ("import_rows", "Can import rows from tables and files"),
    ("confirm_value", "Can confirm values"),
    ("view_coverage", "Can view coverage and checks"),
]
PUBLISH = "measures.publish_measure"
COVERAGE = "measures.view_coverage"
CONFIRM = "measures.confirm_value"
IMPORT = "measures.import_rows"
RESTORE = "measures.restore_entry"
