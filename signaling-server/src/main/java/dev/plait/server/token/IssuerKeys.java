package dev.plait.server.token;

import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.JWKSetCacheRefreshEvaluator;
import com.nimbusds.jose.jwk.source.JWKSetRetrievalException;
import com.nimbusds.jose.jwk.source.JWKSetSource;
import com.nimbusds.jose.jwk.source.URLBasedJWKSetSource;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.DefaultResourceRetriever;
import com.nimbusds.jose.util.JSONObjectUtils;
import dev.plait.server.config.OidcConfig;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URL;
import java.text.ParseException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Fetches an outside issuer's keys: from the URL that is configured, or from the one that the
 * issuer's discovery document names (OpenID Connect Discovery 1.0 §4). Caches no keys. Safe from
 * any thread; each of the one or two requests takes a few seconds at most.
 */
final class IssuerKeys implements JWKSetSource<SecurityContext> {
  private static final int FETCH_TIMEOUT_MS = 3_000;
  private static final int DOCUMENT_BYTES = 256 * 1024;
  private static final String DISCOVERY = "/.well-known/openid-configuration";

  private final DefaultResourceRetriever retriever = new Retriever();
  private final OidcConfig config;
  private volatile @Nullable URL discovered;
  private volatile boolean reachable = true;

  /** Asks the address that it was given and no other, wherever that points. */
  private static final class Retriever extends DefaultResourceRetriever {
    Retriever() {
      super(FETCH_TIMEOUT_MS, FETCH_TIMEOUT_MS, DOCUMENT_BYTES);
    }

    @Override
    protected HttpURLConnection openHTTPConnection(URL url) throws IOException {
      HttpURLConnection connection = super.openHTTPConnection(url);
      connection.setInstanceFollowRedirects(false);
      return connection;
    }
  }

  IssuerKeys(OidcConfig config) {
    this.config = config;
  }

  /** Whether the last fetch brought keys; true before the first. */
  boolean reachable() {
    return reachable;
  }

  @Override
  public JWKSet getJWKSet(JWKSetCacheRefreshEvaluator refresh, long nowMs, SecurityContext context)
      throws KeySourceException {
    try {
      JWKSet keys =
          new URLBasedJWKSetSource<SecurityContext>(url(), retriever)
              .getJWKSet(refresh, nowMs, context);
      reachable = true;
      return keys;
    } catch (KeySourceException away) {
      reachable = false;
      // They may have moved.
      discovered = null;
      throw away;
    }
  }

  private URL url() throws KeySourceException {
    try {
      if (!config.jwksUrl().isEmpty()) {
        return URI.create(config.jwksUrl()).toURL();
      }
      URL known = discovered;
      if (known == null) {
        known = discover();
        discovered = known;
      }
      return known;
    } catch (IOException | ParseException | IllegalArgumentException e) {
      throw new JWKSetRetrievalException(
          "no keys of " + config.issuer() + " can be found: " + e.getMessage(), e);
    }
  }

  private URL discover() throws IOException, ParseException {
    // §4.1: a slash at the end goes before the path is added.
    URI document = URI.create(config.issuer().replaceFirst("/$", "") + DISCOVERY);
    Map<String, Object> metadata =
        JSONObjectUtils.parse(retriever.retrieveResource(document.toURL()).getContent());
    // §4.3: they must be identical, or one issuer could speak for another.
    String issuer = JSONObjectUtils.getString(metadata, "issuer");
    if (!config.issuer().equals(issuer)) {
      throw new IOException(document + " is of another issuer, " + issuer);
    }
    String keys = JSONObjectUtils.getString(metadata, "jwks_uri");
    if (keys == null || !OidcConfig.trustworthy(keys)) {
      throw new IOException(document + " names no https URL of keys");
    }
    return URI.create(keys).toURL();
  }

  @Override
  public void close() {
    // Nothing stays open between fetches.
  }
}
