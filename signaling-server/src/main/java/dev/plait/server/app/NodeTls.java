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
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * TLS of a node: shows a certificate, and another when its files change. Connections that are open
 * keep theirs. {@link #look} belongs to one thread, which this owns from {@link #watch} to {@link
 * #close}; the rest is safe from any.
 */
final class NodeTls implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(NodeTls.class);

  /** Whoever renews by hand looks soon after whether it worked. */
  private static final long LOOK_EVERY_MS = 5_000;

  /** ACME clients renew a month before the end: when so little is left, something is wrong. */
  private static final Duration LEFT_MIN = Duration.ofDays(7);

  private static final Duration END_TOLD_EVERY = Duration.ofDays(1);

  private final Path certificate;
  private final Path key;
  private final String remedy;
  private final InstantSource clock;
  private final SslContextFactory.Server context = new SslContextFactory.Server();

  /** Files may be on a disk that hangs, which is to keep nothing else waiting. */
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(Thread.ofVirtual().name("certificate").factory());

  private volatile NodeKey shown;
  private String readMark;

  /** What was wrong at the last look, and what of it the log has; empty for nothing. */
  private String trouble = "";

  private String toldTrouble = "";
  private Instant endTold = Instant.MIN;

  private NodeTls(TlsConfig config, InstantSource clock) throws BadPem, SSLException {
    this.certificate = Path.of(config.certificate());
    this.key = Path.of(config.key());
    this.remedy = config.selfSigned() ? "start the node anew" : "renew it";
    this.clock = clock;
    this.readMark = mark();
    this.shown = read();
    give(shown, context);
    LOG.info("the certificate is valid until {}", shown.end());
    tellEnd();
  }

  /**
   * Reads the files that are configured.
   *
   * @throws ConfigException when they cannot be used
   */
  static NodeTls open(TlsConfig config, InstantSource clock) {
    try {
      return new NodeTls(config, clock);
    } catch (BadPem | InvalidPathException | SSLException wrong) {
      throw new ConfigException("plait.http.certificate, plait.http.key", Failure.sentence(wrong));
    }
  }

  /** Lets a context of Jetty show this certificate. */
  static void give(NodeKey key, SslContextFactory.Server context) {
    context.setKeyStore(key.store());
    context.setKeyManagerPassword(NodeKey.STORE_PASSWORD);
    context.setRenegotiationAllowed(false);
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

  /** Looks at the files again and again, until this is closed. */
  void watch() {
    var _ =
        thread.scheduleWithFixedDelay(
            this::look, LOOK_EVERY_MS, LOOK_EVERY_MS, TimeUnit.MILLISECONDS);
  }

  /** Takes what the files have now, and tells of an end that is near. */
  void look() {
    try {
      takeChange();
      trouble = "";
      toldTrouble = "";
    } catch (Exception cannot) {
      handleTrouble(cannot);
    }
    tellEnd();
  }

  private void takeChange() throws Exception {
    String mark = mark();
    if (mark.equals(readMark)) {
      return;
    }
    NodeKey fresh = read();
    context.reload(same -> same.setKeyStore(fresh.store()));
    shown = fresh;
    readMark = mark;
    endTold = Instant.MIN;
    LOG.info("the certificate is a new one now, valid until {}", fresh.end());
  }

  /**
   * The old certificate stays. Tried again at each look, since a change of rights leaves no mark;
   * told once, and not at the first look: certificate and key are never renewed in one moment.
   */
  private void handleTrouble(Exception cannot) {
    String now = cannot.toString();
    if (now.equals(trouble) && !now.equals(toldTrouble)) {
      toldTrouble = now;
      LOG.warn(
          "the certificate has changed and cannot be used, so the old one, valid until {}, stays: {}",
          shown.end(),
          cannot.getMessage());
    }
    trouble = now;
  }

  private NodeKey read() throws BadPem, SSLException {
    NodeKey read = PemFiles.read(certificate, key);
    TlsTrial.of(read, certificate);
    return read;
  }

  private void tellEnd() {
    Instant now = clock.instant();
    Instant end = shown.end();
    if (end.isAfter(now.plus(LEFT_MIN)) || endTold.isAfter(now.minus(END_TOLD_EVERY))) {
      return;
    }
    endTold = now;
    String words = end.isAfter(now) ? "ends at" : "has ended at";
    LOG.warn("the certificate {} {} {}: {}", certificate, words, end, remedy);
  }

  /** Ends the watch. */
  @Override
  public void close() {
    thread.shutdownNow();
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
