/// The API described: OpenAPI made of the route table, a page to try it, figures for Prometheus.
@NullMarked
package dev.spoor.server.http.description;

import org.jspecify.annotations.NullMarked;
