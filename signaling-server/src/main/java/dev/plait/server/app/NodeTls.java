package dev.plait.server.app;

import dev.plait.server.config.ConfigException;
import dev.plait.server.config.TlsConfig;
import dev.plait.server.tls.BadPem;
import dev.plait.server.tls.NodeKey;
import dev.plait.server.tls.PemFiles;
import dev.plait.turn.program.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.Scheduler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * TLS of a node: shows a certificate, and another when its files change. Connections that are open
 * keep theirs. {@link #check} belongs to one thread, the scheduler's; the rest is safe from any.
 */
final class NodeTls {
  private static final Logger LOG = LoggerFactory.getLogger(NodeTls.class);

  /** Whoever renews by hand looks soon after whether it worked. */
  private static final long CHECK_EVERY_MS = 5_000;

  private final Path certificate;
  private final Path key;
  private final SslContextFactory.Server context = new SslContextFactory.Server();
  private volatile NodeKey shown;
  private String readMark;
  private String trouble = "";

  private NodeTls(Path certificate, Path key) throws BadPem {
    this.certificate = certificate;
    this.key = key;
    this.readMark = mark();
    this.shown = PemFiles.read(certificate, key);
    context.setKeyStore(shown.store());
    context.setKeyManagerPassword(NodeKey.STORE_PASSWORD);
    context.setRenegotiationAllowed(false);
    LOG.info("the certificate is valid until {}", shown.end());
    warnOfEnd();
  }

  /**
   * Reads the files that are configured.
   *
   * @throws ConfigException when they cannot be used
   */
  static NodeTls open(TlsConfig config) {
    try {
      return new NodeTls(Path.of(config.certificate()), Path.of(config.key()));
    } catch (BadPem | InvalidPathException wrong) {
      throw new ConfigException("plait.http.certificate, plait.http.key", Failure.sentence(wrong));
    }
  }

  /** What the node shows now. */
  NodeKey shown() {
    return shown;
  }

  /** TLS in front of HTTP/1.1. */
  ConnectionFactory[] inFrontOf(ConnectionFactory http) {
    return new ConnectionFactory[] {
      new SslConnectionFactory(context, HttpVersion.HTTP_1_1.asString()), http
    };
  }

  /** Looks at the files again and again, until the scheduler ends. */
  void watch(Scheduler scheduler) {
    scheduler.schedule(
        () -> {
          try {
            check();
          } finally {
            watch(scheduler);
          }
        },
        CHECK_EVERY_MS,
        TimeUnit.MILLISECONDS);
  }

  /** Takes what the files have now; while that cannot be used, the old certificate stays. */
  private void check() {
    String mark = mark();
    if (mark.equals(readMark)) {
      return;
    }
    try {
      NodeKey fresh = PemFiles.read(certificate, key);
      context.reload(same -> same.setKeyStore(fresh.store()));
      shown = fresh;
      readMark = mark;
      trouble = "";
      LOG.info("the certificate is a new one now, valid until {}", fresh.end());
      warnOfEnd();
    } catch (Exception cannot) {
      // Tried again each time, since a change of rights leaves no mark; said once.
      if (!cannot.toString().equals(trouble)) {
        trouble = cannot.toString();
        LOG.warn(
            "the certificate has changed and cannot be used, so the old one, valid until {}, stays: {}",
            shown.end(),
            cannot.getMessage());
      }
    }
  }

  private void warnOfEnd() {
    if (shown.end().isBefore(Instant.now())) {
      LOG.warn("the certificate {} has ended at {}: renew it", certificate, shown.end());
    }
  }

  private String mark() {
    return mark(certificate) + " " + mark(key);
  }

  private static String mark(Path file) {
    try {
      return Files.getLastModifiedTime(file) + " " + Files.size(file);
    } catch (IOException notThere) {
      return "none";
    }
  }
}
