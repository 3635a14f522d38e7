# netinv as a container: the versions of constraints.txt, no compiler, no root.
# docker compose build    (docker-compose.yml says how it is run)

FROM node:20.20.2-bookworm-slim AS browser
WORKDIR /source
COPY package.json package-lock.json ./
RUN npm ci --ignore-scripts --omit=dev --no-audit --no-fund

FROM python:3.11.13-slim-bookworm AS build
WORKDIR /source
COPY pyproject.toml constraints.txt README.md ./
COPY cypher cypher
COPY src src
COPY --from=browser /source/node_modules/cytoscape/dist/cytoscape.esm.min.mjs \
  /source/node_modules/layout-base/layout-base.js \
  /source/node_modules/cose-base/cose-base.js \
  /source/node_modules/cytoscape-fcose/cytoscape-fcose.js \
  src/netinv/web/vendor/
RUN python -m venv /opt/netinv \
 && /opt/netinv/bin/pip install --no-cache-dir --disable-pip-version-check --constraint constraints.txt .

FROM python:3.11.13-slim-bookworm
COPY --from=build /opt/netinv /opt/netinv
# The folders exist with their owner, so that new volumes laid over them belong to netinv too.
RUN useradd --uid 10001 --user-group --no-create-home --shell /usr/sbin/nologin netinv \
 && install -d -o netinv -g netinv -m 700 /workspace /keys
ENV PATH=/opt/netinv/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUTF8=1 \
    HOME=/tmp \
    NUMBA_CACHE_DIR=/tmp/numba \
    NETINV_IN_CONTAINER=1 \
    NETINV_WORKSPACE=/workspace/desk \
    NETINV_KEY_DIR=/keys
USER 10001:10001
VOLUME ["/workspace", "/keys"]
EXPOSE 8765
HEALTHCHECK --interval=15s --timeout=5s --start-period=20s --retries=4 \
  CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8765/', timeout=4)"]
ENTRYPOINT ["netinv"]
CMD ["serve", "--listen", "0.0.0.0"]
