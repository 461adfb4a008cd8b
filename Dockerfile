# `runtime` is the image of the five services and of migrate, `web` that of the pages and the proxy.

FROM node:24-slim AS pages
WORKDIR /web
COPY web/package.json web/package-lock.json web/.npmrc ./
RUN npm ci --no-audit --no-fund
COPY web ./
RUN npm run build

FROM caddy:2 AS web
COPY web/Caddyfile /etc/caddy/Caddyfile
COPY --from=pages /web/dist /srv
ENV XDG_CONFIG_HOME=/tmp XDG_DATA_HOME=/tmp
USER 10001
EXPOSE 8080

FROM python:3.13-slim AS packages
WORKDIR /build
RUN python -m venv /opt/priemnaya
ENV PATH=/opt/priemnaya/bin:$PATH PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
COPY requirements.lock requirements-dev.lock ./
RUN pip install --quiet --require-hashes -r requirements.lock
# The build backend is pinned with its hashes too, but stays out of the image.
RUN awk '/^uv-build==/ {found = 1} found {print} found && !/\\$/ {exit}' requirements-dev.lock >backend.txt \
 && python -m venv backend && backend/bin/pip install --quiet --require-hashes -r backend.txt
COPY shared shared
COPY services services
RUN PATH=/build/backend/bin:$PATH backend/bin/pip wheel --quiet --no-deps --no-build-isolation \
      --wheel-dir wheels ./shared ./services/* \
 && pip install --quiet --no-deps wheels/*.whl

FROM python:3.13-slim AS runtime
RUN useradd --system --uid 10001 --home-dir /data priemnaya \
 && install -d -o 10001 -g 10001 /data /data/blobs /data/keys /data/outbox
COPY --from=packages /opt/priemnaya /opt/priemnaya
ENV PATH=/opt/priemnaya/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 \
    DATA=/data HOST=0.0.0.0 PORT=8000
WORKDIR /data
USER 10001
EXPOSE 8000
ENTRYPOINT ["python", "-m", "priemnaya.runtime"]
