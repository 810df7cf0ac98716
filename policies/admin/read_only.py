"""Pages of what nobody writes by hand."""


class ReadOnly:
    """A page of the admin that is read alone: nothing is added, changed or deleted there."""

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False
