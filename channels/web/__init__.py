"""The web page for citizens: works as plain forms, better with scripts."""
