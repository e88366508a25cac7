"""Ways in and out: the web page, the API; later messengers, the desk. Holds no rule of what to answer."""
