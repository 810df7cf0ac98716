"""Pages in the browser: they load under the policy, and nothing leaves the host."""


def test_home_opens(visit):
    page = visit("/")
    assert page.locator("h1").count() == 1
