# Two stages: build with everything, run with the bundle and what it loads at run time: the two engines of functions.
ARG NODE_IMAGE=docker.io/library/node:26-bookworm-slim

FROM ${NODE_IMAGE} AS build
WORKDIR /build
COPY package.json package-lock.json .npmrc ./
RUN npm ci --no-fund --no-audit
COPY tsconfig.json spec.json ./
COPY scripts ./scripts
COPY src ./src
RUN npm run build
RUN mkdir image && cp -r dist package.json image/ && cp --parents \
      node_modules/@jitl/quickjs-ng-wasmfile-release-sync/package.json \
      node_modules/@jitl/quickjs-ng-wasmfile-release-sync/dist/emscripten-module.wasm \
      node_modules/pyodide/package.json \
      node_modules/pyodide/pyodide.mjs \
      node_modules/pyodide/pyodide.asm.mjs \
      node_modules/pyodide/pyodide.asm.wasm \
      node_modules/pyodide/pyodide-lock.json \
      node_modules/pyodide/python_stdlib.zip \
      image/

FROM ${NODE_IMAGE}
LABEL io.airbyte.name="destination-stripe/destination-stripe" \
      io.airbyte.version="0.1.0" \
      org.opencontainers.image.title="destination-stripe" \
      org.opencontainers.image.description="Airbyte destination that keeps Stripe customers in step with customer profiles" \
      org.opencontainers.image.version="0.1.0" \
      org.opencontainers.image.licenses="MIT"
WORKDIR /airbyte
COPY --from=build --chown=1000:1000 /build/image /airbyte/destination-stripe
COPY --chown=1000:1000 --chmod=755 scripts/entrypoint.sh /airbyte/entrypoint.sh
ENV AIRBYTE_ENTRYPOINT="/airbyte/entrypoint.sh" \
    NODE_ENV=production
USER 1000
ENTRYPOINT ["/airbyte/entrypoint.sh"]
