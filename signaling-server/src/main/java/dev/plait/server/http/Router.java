package dev.plait.server.http;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.eclipse.jetty.http.pathmap.MatchedResource;
import org.eclipse.jetty.http.pathmap.PathMappings;
import org.eclipse.jetty.http.pathmap.UriTemplatePathSpec;
import org.jspecify.annotations.Nullable;

/**
 * Finds the endpoint of a path and method. Filled at start by one thread, then only read; a literal
 * segment wins over a parameter.
 */
final class Router {
  /** Who may call. */
  enum Access {
    /** Anybody. */
    PUBLIC,
    /** Whoever has a valid access token. */
    SIGNED_IN
  }

  @FunctionalInterface
  interface Endpoint {
    /** Serves one call; blocks as long as it must. May throw {@link BadInput}. */
    Reply serve(Call call);
  }

  record Route(String template, Access access, Endpoint endpoint) {}

  /** What was found: a route, or the methods that the path has, or nothing. */
  record Found(
      @Nullable Route route,
      Set<String> methods,
      String template,
      Map<String, String> parameters) {}

  private final PathMappings<Map<String, Route>> paths = new PathMappings<>();
  private final Map<String, Map<String, Route>> byTemplate = new TreeMap<>();

  Router add(String method, String template, Access access, Endpoint endpoint) {
    Map<String, Route> methods = byTemplate.get(template);
    if (methods == null) {
      methods = new TreeMap<>();
      byTemplate.put(template, methods);
      paths.put(new UriTemplatePathSpec(template), methods);
    }
    if (methods.put(method, new Route(template, access, endpoint)) != null) {
      throw new IllegalStateException("two endpoints for " + method + " " + template);
    }
    return this;
  }

  /** Null for an unknown path. */
  @Nullable Found find(String method, String path) {
    MatchedResource<Map<String, Route>> match = paths.getMatched(path);
    if (match == null || !(match.getPathSpec() instanceof UriTemplatePathSpec template)) {
      return null;
    }
    Map<String, Route> methods = match.getResource();
    Map<String, String> parameters = template.getPathParams(path);
    return new Found(
        methods.get(method),
        methods.keySet(),
        template.getDeclaration(),
        parameters == null ? Map.of() : parameters);
  }
}
