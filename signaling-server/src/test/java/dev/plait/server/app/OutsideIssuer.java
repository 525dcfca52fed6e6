package dev.plait.server.app;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** An OpenID Connect issuer that publishes its keys over HTTP and signs ID tokens. */
final class OutsideIssuer implements AutoCloseable {
  static final String AUDIENCE = "plait-client";

  private final HttpServer server;
  private final AtomicInteger requests = new AtomicInteger();
  private volatile ECKey key;
  private volatile String announcedIssuer;
  private volatile boolean failing;

  OutsideIssuer() throws IOException, JOSEException {
    key = newKey("first");
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    announcedIssuer = issuer();
    server.createContext(
        "/moved",
        exchange -> {
          exchange.getResponseHeaders().set("Location", issuer() + "/jwks");
          exchange.sendResponseHeaders(302, -1);
          exchange.close();
        });
    serve("/jwks", () -> new JWKSet(key.toPublicJWK()).toString());
    serve(
        "/.well-known/openid-configuration",
        () ->
            "{\"issuer\": \"%s\", \"jwks_uri\": \"%s\"}"
                .formatted(announcedIssuer, issuer() + "/jwks"));
    server.start();
  }

  private void serve(String path, Supplier<String> document) {
    server.createContext(
        path,
        exchange -> {
          requests.incrementAndGet();
          byte[] body = document.get().getBytes(StandardCharsets.UTF_8);
          exchange.getResponseHeaders().set("Content-Type", "application/json");
          exchange.sendResponseHeaders(failing ? 500 : 200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
  }

  static ECKey newKey(String kid) throws JOSEException {
    return new ECKeyGenerator(Curve.P_256).keyID(kid).generate();
  }

  String issuer() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** The settings of a node that trusts it. */
  Map<String, String> settings() {
    return Map.of(
        "plait.oidc.issuer",
        issuer(),
        "plait.oidc.jwks-url",
        issuer() + "/jwks",
        "plait.oidc.audience",
        AUDIENCE);
  }

  /** The settings of a node that looks for its keys where they were once. */
  Map<String, String> settingsOfMovedKeys() {
    Map<String, String> moved = new HashMap<>(settings());
    moved.put("plait.oidc.jwks-url", issuer() + "/moved");
    return moved;
  }

  /** The settings of a node that has to ask it where its keys are. */
  Map<String, String> settingsWithoutKeys() {
    return Map.of("plait.oidc.issuer", issuer(), "plait.oidc.audience", AUDIENCE);
  }

  /** Its discovery document names this issuer from now on. */
  void announce(String other) {
    announcedIssuer = other;
  }

  /** Whether it answers everything with an error from now on. */
  void fail(boolean now) {
    failing = now;
  }

  /** How often it was asked for anything. */
  int requests() {
    return requests.get();
  }

  /** Signs with another key from now on; only that one is published. */
  void rotateTo(ECKey next) {
    key = next;
  }

  /** Claims that are good for ten minutes. */
  JWTClaimsSet.Builder claims(String subject) {
    return new JWTClaimsSet.Builder()
        .issuer(issuer())
        .audience(AUDIENCE)
        .subject(subject)
        .jwtID(UUID.randomUUID().toString())
        .issueTime(Date.from(Instant.now()))
        .expirationTime(Date.from(Instant.now().plus(Duration.ofMinutes(10))));
  }

  static Date minutesAgo(int minutes) {
    return Date.from(Instant.now().minus(Duration.ofMinutes(minutes)));
  }

  String sign(JWTClaimsSet.Builder claims) throws JOSEException {
    return sign(claims, key);
  }

  static String sign(JWTClaimsSet.Builder claims, ECKey by) throws JOSEException {
    SignedJWT jwt =
        new SignedJWT(
            new JWSHeader.Builder(JWSAlgorithm.ES256).keyID(by.getKeyID()).build(), claims.build());
    jwt.sign(new ECDSASigner(by));
    return jwt.serialize();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
