package dev.plait.server.admission;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Which web pages may call: those on a list, and the node's own; for HTTP and WebSocket alike.
 * Keeps no state, but what the node's certificate is for changes with the certificate. Safe from
 * any thread.
 */
public final class OriginPolicy {
  private final Set<String> allowed;
  private final boolean ownPage;
  private final Predicate<String> certified;

  /**
   * Allows these origins, as in the Origin header.
   *
   * @param ownPage whether the node serves a page itself, which may call too
   * @param certified whether the node's certificate of the moment is for this name, in lower case
   */
  public OriginPolicy(List<String> allowed, boolean ownPage, Predicate<String> certified) {
    this.certified = certified;
    this.allowed =
        allowed.stream().map(o -> o.toLowerCase(Locale.ROOT)).collect(Collectors.toSet());
    this.ownPage = ownPage;
  }

  /**
   * Whether a request may go on; one without an Origin header does not come from a page.
   *
   * @param origin the Origin header
   * @param secure whether the request came by TLS
   * @param host the Host header, that is, where the browser believes to be
   */
  public boolean allows(@Nullable String origin, boolean secure, @Nullable String host) {
    return origin == null
        || listed(origin)
        || (ownPage && host != null && own(origin, secure, host));
  }

  /** Whether the origin is on the list: a page that came from elsewhere. */
  public boolean listed(String origin) {
    return allowed.contains(origin.toLowerCase(Locale.ROOT));
  }

  /**
   * Whether the page came from this very host and port. A name does not count: whoever owns it can
   * let it point here after their page is loaded (DNS rebinding). An address, or localhost, cannot
   * be pointed elsewhere, and a name in the node's certificate is the node's.
   */
  private boolean own(String origin, boolean secure, String host) {
    String bare = host.toLowerCase(Locale.ROOT).replaceFirst("(?<=[^:]):[0-9]+$", "");
    return origin.equalsIgnoreCase((secure ? "https://" : "http://") + host)
        && (bare.equals("localhost")
            || ClientAddress.isLiteral(bare)
            || (secure && certified.test(bare)));
  }
}
