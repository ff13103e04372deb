# Two stages: build with everything, run with the bundle and the one package that cannot be bundled.
ARG NODE_IMAGE=docker.io/library/node:26-bookworm-slim

FROM ${NODE_IMAGE} AS build
WORKDIR /build
COPY package.json package-lock.json .npmrc ./
RUN npm ci --no-fund --no-audit
COPY tsconfig.json spec.json ./
COPY scripts ./scripts
COPY src ./src
RUN npm run build

FROM ${NODE_IMAGE}
LABEL io.airbyte.name="destination-stripe/destination-stripe" \
      io.airbyte.version="0.1.0" \
      org.opencontainers.image.title="destination-stripe" \
      org.opencontainers.image.description="Airbyte destination that keeps Stripe customers in step with customer profiles" \
      org.opencontainers.image.version="0.1.0" \
      org.opencontainers.image.licenses="MIT"
WORKDIR /airbyte
COPY --from=build --chown=1000:1000 /build/dist /airbyte/destination-stripe/dist
COPY --from=build --chown=1000:1000 /build/node_modules/pyodide /airbyte/destination-stripe/node_modules/pyodide
COPY --from=build --chown=1000:1000 /build/package.json /airbyte/destination-stripe/package.json
COPY --chown=1000:1000 --chmod=755 scripts/entrypoint.sh /airbyte/entrypoint.sh
ENV AIRBYTE_ENTRYPOINT="/airbyte/entrypoint.sh" \
    NODE_ENV=production
USER 1000
ENTRYPOINT ["/airbyte/entrypoint.sh"]
