"""Names of the files of a published show that other files point to."""

FEED_NAME = "feed.xml"
"""The RSS feed, in the published folder."""

COVER_NAME = "cover.jpg"
"""The show's cover in the published folder, and an episode's picture in its folder."""

BRIEFING_NAME = "briefing.json"
BRIEFING_XML_NAME = "briefing.xml"
"""The flash briefing, in the published folder."""

SITE_NAME = "index.html"
"""The show's page in the published folder, and an episode's page in its folder."""
