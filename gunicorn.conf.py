"""How the application is served: two processes with four threads each.

Threads carry the waiting for the database, processes the Python work. HOST and PORT choose the
address; WEB_WORKERS and WEB_THREADS change the size for a bigger machine.
"""

import gc
import os
from typing import Any

bind = f"{os.environ.get('HOST', '127.0.0.1')}:{os.environ.get('PORT', '8050')}"
worker_class = "gthread"
workers = int(os.environ.get("WEB_WORKERS", "2"))
threads = int(os.environ.get("WEB_THREADS", "4"))
timeout = 60
graceful_timeout = 20
# A proxy keeps its connections to us open longer than the default two seconds.
keepalive = 15
# Workers are renewed now and then, never both at once, so that memory stays bounded.
max_requests = 20_000
max_requests_jitter = 4_000
# The heartbeat file must not wait for a slow disk.
worker_tmp_dir = "/dev/shm" if os.path.isdir("/dev/shm") else None  # noqa: PTH112, S108 - read before anything else, a fixed system place
# The remote control of the server is not used, so its socket is not opened.
control_socket_disable = True
# The application reads what a proxy says by itself (PROXIES); the server takes no path from a header.
forwarder_headers = ""
# The application writes its own request log, without query strings.
accesslog = None
errorlog = "-"


def on_starting(_server: Any) -> None:
    """Refuse to serve with unsafe settings or an unmigrated database, once and before any worker."""
    from dashboard.serving import refuse_unsafe_start  # noqa: PLC0415 - this file is read by gunicorn before the start

    refuse_unsafe_start()


def post_worker_init(_worker: Any) -> None:
    """Collect garbage less often: a page makes thousands of short-lived objects, a tenth of its time went there."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)
