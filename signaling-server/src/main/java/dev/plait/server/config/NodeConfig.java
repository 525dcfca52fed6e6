package dev.plait.server.config;

import dev.plait.turn.program.ThisMachine;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All settings of a node, each checked. {@code docs/operations.md} has the table.
 *
 * @param http where it listens
 * @param database where it keeps things
 * @param backup copies of that
 * @param token access and refresh tokens
 * @param oidc an outside issuer
 * @param password password hashing
 * @param limits rate limits
 * @param ice STUN and TURN servers of others
 * @param turn TURN servers of this service
 * @param ops logs, metrics, ending
 */
public record NodeConfig(
    HttpConfig http,
    DatabaseConfig database,
    BackupConfig backup,
    TokenConfig token,
    OidcConfig oidc,
    PasswordConfig password,
    LimitsConfig limits,
    IceConfig ice,
    TurnConfig turn,
    OpsConfig ops) {

  /** Taken when no port is set. */
  public static final int DEFAULT_PORT = 8787;

  /**
   * Reads one properties file, over it the environment (PLAIT_HTTP_PORT sets plait.http.port), over
   * that {@code overrides}.
   *
   * @throws ConfigException for a bad value or an unknown key; the message names the key
   */
  public static NodeConfig load(
      @Nullable Path file, Map<String, String> environment, Map<String, String> overrides) {
    Settings settings = Settings.open(file, environment, overrides);
    NodeConfig config = read(settings);
    settings.refuseUnknownKeys();
    return config;
  }

  /** Reads and checks every setting there is. */
  static NodeConfig read(Settings settings) {
    return new NodeConfig(
        http(settings),
        new DatabaseConfig(
            settings.text("plait.database.url", ""),
            settings.text("plait.database.user", ""),
            settings.secret("plait.database.password"),
            settings.integer("plait.database.pool-size", 8, 2, 256)),
        backup(settings),
        token(settings),
        oidc(settings),
        new PasswordConfig(
            settings.integer("plait.password.memory-kib", 19_456, 8, 1 << 20),
            settings.integer("plait.password.iterations", 2, 1, 100),
            settings.integer("plait.password.concurrency", halfOfTheProcessors(), 1, 64)),
        limits(settings),
        new IceConfig(
            settings.list("plait.ice.urls", "(stuns?|turns?):.+", "a stun: or turn: URL"),
            settings.text("plait.ice.username", ""),
            settings.secret("plait.ice.credential")),
        TurnConfig.read(settings),
        ops(settings));
  }

  /** What a node takes with nothing configured, and {@code overrides}. For tests and tools. */
  public static NodeConfig defaults(Map<String, String> overrides) {
    return load(null, Map.of(), overrides);
  }

  private static HttpConfig http(Settings settings) {
    TlsConfig tls = TlsConfig.read(settings);
    String host = settings.text("plait.http.host", tls.selfSigned() ? "0.0.0.0" : "127.0.0.1");
    HttpConfig http = http(settings, host, tls);
    boolean insecure = settings.flag("plait.http.insecure", false);
    // A proxy on this machine needs no host that others reach, past it too.
    boolean behind = !http.trustedProxies().stream().allMatch(ThisMachine::is);
    if (!ThisMachine.is(host) && !tls.enabled() && !behind && !insecure) {
      throw new ConfigException(
          "plait.http.host",
          "'"
              + host
              + "' is open to others, and anybody on the way could read and change what they say."
              + " Set plait.http.certificate and plait.http.key (TLS), or plait.http.trusted-proxies"
              + " when a proxy on another machine ends TLS; --tls-self-signed is for trying, and"
              + " plait.http.insecure = true does without");
    }
    return http;
  }

  private static HttpConfig http(Settings settings, String host, TlsConfig tls) {
    return new HttpConfig(
        host,
        settings.integer("plait.http.port", DEFAULT_PORT, 0, 65_535),
        settings.list(
            "plait.http.allowed-origins",
            "https?://[^/?#*]+",
            "an origin such as https://chat.example.org, without a path"),
        settings.addresses("plait.http.trusted-proxies", "an IP address of a proxy"),
        settings.flag("plait.http.page", true),
        settings.matching(
            "plait.http.path",
            "/",
            "/|(/[A-Za-z0-9._~-]+)+",
            "a path that begins with a slash and does not end with one, such as /chat"),
        tls);
  }

  private static BackupConfig backup(Settings settings) {
    return new BackupConfig(
        Duration.ofMinutes(settings.integer("plait.backup.every-minutes", 0, 0, 10_080)).toMillis(),
        settings.text("plait.backup.folder", ""),
        settings.integer("plait.backup.keep", 7, 1, 10_000));
  }

  private static TokenConfig token(Settings settings) {
    return new TokenConfig(
        settings.text("plait.token.issuer", "plait"),
        Duration.ofSeconds(settings.integer("plait.token.access-lifetime-s", 600, 10, 600))
            .toMillis(),
        Duration.ofDays(settings.integer("plait.token.refresh-lifetime-days", 60, 1, 400))
            .toMillis(),
        Duration.ofDays(settings.integer("plait.token.sign-in-lifetime-days", 90, 1, 4_000))
            .toMillis(),
        Duration.ofDays(settings.integer("plait.token.key-rotation-days", 30, 1, 400)).toMillis(),
        settings.secret(TokenConfig.WRAPPING_KEYS));
  }

  private static OidcConfig oidc(Settings settings) {
    OidcConfig oidc =
        new OidcConfig(
            settings.text("plait.oidc.issuer", ""),
            settings.text("plait.oidc.jwks-url", ""),
            settings.text("plait.oidc.audience", ""));
    if (oidc.enabled()) {
      checkOidc(oidc);
    }
    return oidc;
  }

  private static void checkOidc(OidcConfig oidc) {
    boolean asked = oidc.jwksUrl().isEmpty();
    if (!OidcConfig.trustworthy(asked ? oidc.issuer() : oidc.jwksUrl())) {
      throw new ConfigException(
          asked ? "plait.oidc.issuer" : "plait.oidc.jwks-url",
          "must be an https URL (http only to this machine)");
    }
    // OpenID Connect Discovery 1.0 §3: an issuer has neither.
    if (asked && oidc.issuer().matches(".*[?#].*")) {
      throw new ConfigException("plait.oidc.issuer", "must be a URL without query or fragment");
    }
    if (oidc.audience().isEmpty()) {
      throw new ConfigException(
          "plait.oidc.audience", "must not be empty when plait.oidc.issuer is set");
    }
  }

  private static LimitsConfig limits(Settings settings) {
    return new LimitsConfig(
        perPeriod(settings, "address-per-minute", 1_200),
        perPeriod(settings, "account-per-minute", 600),
        perPeriod(settings, "device-per-minute", 300),
        perPeriod(settings, "sign-up-per-address-per-hour", 100),
        perPeriod(settings, "sign-in-per-address-per-minute", 120),
        settings.integer("plait.limits.wrong-passwords", 10, 1, 1_000),
        perPeriod(settings, "lookup-per-account-per-minute", 60),
        perPeriod(settings, "change-per-account-per-hour", 100_000),
        perPeriod(settings, "request-per-account-per-hour", 100),
        perPeriod(settings, "request-per-address-per-hour", 500),
        perPeriod(settings, "connect-per-address-per-minute", 1_200),
        settings.integer("plait.limits.connections-per-address", 2_000, 1, 10_000_000));
  }

  private static int perPeriod(Settings settings, String name, int fallback) {
    return settings.integer("plait.limits." + name, fallback, 1, 10_000_000);
  }

  private static OpsConfig ops(Settings settings) {
    return new OpsConfig(
        OpsConfig.LogFormat.valueOf(
            settings
                .choice("plait.log.format", "text", List.of("text", "json"))
                .toUpperCase(Locale.ROOT)),
        settings.choice(
            "plait.log.level", "info", List.of("error", "warn", "info", "debug", "trace")),
        MetricsConfig.read(settings),
        Duration.ofSeconds(settings.integer("plait.drain.max-s", 10, 0, 600)).toMillis(),
        settings.choice("plait.sign-up", "open", List.of("open", "closed")).equals("open"));
  }

  private static int halfOfTheProcessors() {
    return Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
  }
}
