# The environment is built in one stage and copied into another, which holds no compilers and no caches.
FROM python:3.11-slim AS build
WORKDIR /srv/vsoko
RUN python -m venv .venv
COPY requirements.lock.txt ./
RUN .venv/bin/pip install --no-cache-dir --compile --require-hashes --requirement requirements.lock.txt
COPY app.py gunicorn.conf.py pyproject.toml ./
COPY assets assets
COPY data_layer data_layer
COPY seed seed
COPY dashboard dashboard
RUN if [ -f dashboard/static_build.py ]; then .venv/bin/python -m dashboard.static_build; fi \
    && .venv/bin/python -m compileall -q app.py dashboard data_layer seed

FROM python:3.11-slim
RUN useradd --system --uid 10001 --home-dir /srv/vsoko --shell /usr/sbin/nologin vsoko \
    && install --directory --owner vsoko --group vsoko --mode 0700 /var/lib/vsoko
WORKDIR /srv/vsoko
COPY --from=build /srv/vsoko /srv/vsoko
ENV PATH=/srv/vsoko/.venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    FLASK_APP=app \
    VSOKO_DATA_DIR=/var/lib/vsoko \
    HOST=0.0.0.0 \
    PORT=8050
USER vsoko
VOLUME /var/lib/vsoko
EXPOSE 8050
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s --retries=3 \
    CMD ["python", "-c", "import os, urllib.request; urllib.request.urlopen(f\"http://127.0.0.1:{os.environ['PORT']}/livez\", timeout=4)"]
# Settings come from the environment: SECRET_KEY and PUBLIC_URL have no default.
CMD ["gunicorn", "--config", "gunicorn.conf.py", "app:server"]
