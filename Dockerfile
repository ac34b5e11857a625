# The API and the explorer over a graph that is kept elsewhere (compose.yaml) or in /data.
# It starts only where /data holds an API key: docker run --rm -v data:/data IMAGE keys create NAME
FROM python:3.13-slim AS build
WORKDIR /source
COPY requirements.lock pyproject.toml README.md ./
RUN python -m venv /opt/reformgraph && /opt/reformgraph/bin/pip install --no-cache-dir --requirement requirements.lock
COPY . .
RUN /opt/reformgraph/bin/pip install --no-cache-dir --no-deps .

FROM python:3.13-slim
RUN useradd --create-home --uid 10001 reformgraph && mkdir /data && chown reformgraph /data
COPY --from=build /opt/reformgraph /opt/reformgraph
COPY sample /sample
ENV PATH=/opt/reformgraph/bin:$PATH REFORMGRAPH_DATA=/data
USER reformgraph
VOLUME /data
EXPOSE 8600
ENTRYPOINT ["reformgraph"]
CMD ["serve", "--host", "0.0.0.0", "--port", "8600"]
