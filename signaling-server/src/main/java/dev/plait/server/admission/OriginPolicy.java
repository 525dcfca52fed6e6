package dev.plait.server.admission;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Which web pages may call. Immutable; for HTTP and WebSocket alike. */
public final class OriginPolicy {
  private final Set<String> allowed;

  /** Allows these origins, as in the Origin header, and no other. */
  public OriginPolicy(List<String> allowed) {
    this.allowed =
        allowed.stream().map(o -> o.toLowerCase(Locale.ROOT)).collect(Collectors.toSet());
  }

  /** Whether a request may go on; one without an Origin header does not come from a page. */
  public boolean allows(@Nullable String origin) {
    return origin == null || allowed.contains(origin.toLowerCase(Locale.ROOT));
  }
}
