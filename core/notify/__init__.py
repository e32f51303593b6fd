"""One door for everything that is sent: deliveries by channel, and the site's own inbox."""
