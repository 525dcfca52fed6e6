package dev.plait.peer.app;

import dev.plait.peer.PeerOptions;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options that every command shares. Filled by picocli. */
final class ConnectOptions {
  @Option(
      names = "--server",
      required = true,
      paramLabel = "URL",
      converter = ServerAddress.class,
      description = "the server, for example http://127.0.0.1:8787")
  private URI server = URI.create("http://127.0.0.1:8787");

  @Option(names = "--user", required = true, paramLabel = "NAME", description = "your handle")
  private String user = "";

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "this device's folder (default: ~/.plait/NAME)")
  private @Nullable Path data;

  @Mixin private final Transport transport = new Transport();

  @Option(names = "--sign-up", description = "make the account when there is none")
  private boolean signUp;

  @Option(names = "--no-direct", description = "no data channels, relay and store only")
  private boolean noDirect;

  String user() {
    return user;
  }

  Path folder() {
    return data == null ? Path.of(System.getProperty("user.home"), ".plait", user) : data;
  }

  /** Whether this device has signed in before. */
  boolean isKnown() {
    return Files.exists(folder().resolve("identity.properties"));
  }

  /** For what ends before a channel could carry anything; it spares the other side an attempt. */
  void leaveChannelsOut() {
    noDirect = true;
  }

  PeerOptions toOptions(@Nullable String password) {
    PeerOptions options =
        PeerOptions.of(transport.checked(server), user, password, folder()).withDirect(!noDirect);
    if (transport.insecureHttp()) {
      options = options.withInsecureHttp();
    }
    SSLContext tls = transport.tls();
    if (tls != null) {
      options = options.withTls(tls);
    }
    return signUp ? options.withSignUp() : options;
  }
}
