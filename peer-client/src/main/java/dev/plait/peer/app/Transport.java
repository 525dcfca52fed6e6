package dev.plait.peer.app;

import dev.plait.peer.link.ServerUrl;
import dev.plait.turn.probe.Trust;
import dev.plait.turn.program.UsageException;
import java.net.URI;
import java.nio.file.Path;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which servers are trusted. Filled by picocli. */
final class Transport {
  @Option(
      names = "--insecure-http",
      description = "take http:// to another machine, though all on the way can read and change it")
  private boolean insecureHttp;

  @Option(
      names = "--trust",
      paramLabel = "FILE",
      description = "take a server with this certificate, or of this authority (PEM), no other")
  private @Nullable Path trust;

  /** Refuses a server that would be talked to in the open, unless the user has said so. */
  URI checked(URI server) {
    if (!insecureHttp && ServerUrl.of(server).isExposed()) {
      throw new UsageException(ServerUrl.exposed(server) + ", or add --insecure-http");
    }
    return server;
  }

  boolean insecureHttp() {
    return insecureHttp;
  }

  /** Null for whom Java trusts. */
  @Nullable SSLContext tls() {
    if (trust == null) {
      return null;
    }
    try {
      return Trust.only(trust);
    } catch (IllegalArgumentException unreadable) {
      throw new UsageException("--trust: " + unreadable.getMessage());
    }
  }
}
