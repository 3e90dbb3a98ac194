"""How often episodes were downloaded, by a web server's log: no tracking, nothing sent anywhere.

After the IAB Tech Lab's Podcast Technical Measurement Guidelines 2.3 (2026), section 5.5, as far as
a log can tell; addresses of data centres are not known here and are counted.
"""

from audiopaper.downloads.access_log import Request, find_logs, read_log
from audiopaper.downloads.download_counts import Download, EpisodeFile, count_downloads

__all__ = ["Download", "EpisodeFile", "Request", "count_downloads", "find_logs", "read_log"]
