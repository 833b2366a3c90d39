"""gunicorn for the floor: as many processes and threads as the application has, none of its checks."""

import os

bind = f"127.0.0.1:{os.environ.get('PORT', '0')}"
worker_class = "gthread"
workers = 2
threads = 4
keepalive = 15
control_socket_disable = True
