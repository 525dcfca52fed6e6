package dev.plait.peer.app;

import dev.plait.peer.PeerOptions;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
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

  @Option(names = "--sign-up", description = "make the account when there is none")
  private boolean signUp;

  @Option(names = "--no-direct", description = "no data channels, relay and store only")
  private boolean noDirect;

  String user() {
    return user;
  }

  private Path folder() {
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
    PeerOptions options = PeerOptions.of(server, user, password, folder()).withDirect(!noDirect);
    return signUp ? options.withSignUp() : options;
  }
}
