package dev.plait.server.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.plait.server.config.ConfigException;
import dev.plait.server.config.TlsConfig;
import dev.plait.turn.probe.TestCertificates;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** What a node makes of certificate files that change, look by look, over real sockets. */
class NodeTlsTest {
  private static final Logger LOGGER = (Logger) LoggerFactory.getLogger(NodeTls.class);

  @TempDir Path folder;

  private final TestClock clock = new TestClock();
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();
  private final Server server = new Server();
  private TestCertificates authority;
  private NodeTls tls;

  @BeforeEach
  void start() throws Exception {
    log.start();
    LOGGER.addAppender(log);
    LOGGER.setLevel(Level.INFO);
    authority = new TestCertificates(folder);
    TlsNode.issue(folder, authority, "first");
    tls = NodeTls.open(config(), clock);
    ServerConnector connector =
        new ServerConnector(server, tls.inFrontOf(new HttpConnectionFactory()));
    connector.setHost("127.0.0.1");
    server.addConnector(connector);
    server.start();
  }

  @AfterEach
  void stop() throws Exception {
    tls.close();
    server.stop();
    LOGGER.detachAppender(log);
    LOGGER.setLevel(null);
  }

  @Test
  void aCertificateThatNoClientCanBeShownLeavesTheOldOne() throws Exception {
    shortKey();

    look(3);

    assertThat(shown()).isEqualTo("CN=first");
    assertThat(warnings())
        .singleElement()
        .asString()
        .contains("fullchain.pem cannot be shown to anybody", "RSA", "stays");
  }

  @Test
  void aNodeDoesNotStartWithSuchACertificate() throws Exception {
    shortKey();

    assertThatThrownBy(() -> NodeTls.open(config(), clock))
        .isInstanceOf(ConfigException.class)
        .hasMessageStartingWith("plait.http.certificate, plait.http.key: ")
        .hasMessageContaining("fullchain.pem cannot be shown to anybody");
  }

  @Test
  void aRenewalThatIsSeenHalfWayIsNoTrouble() throws IOException {
    Path kept = folder.resolve("first.key");
    TlsNode.issue(folder, authority, "second");
    Files.copy(kept, folder.resolve("privkey.pem"), StandardCopyOption.REPLACE_EXISTING);
    look(1);
    assertThat(shown()).isEqualTo("CN=first");

    TlsNode.issue(folder, authority, "second");
    look(1);

    assertThat(shown()).isEqualTo("CN=second");
    assertThat(warnings()).isEmpty();
  }

  @Test
  void aRenewalThatIsBrokenIsToldOnce() throws IOException {
    Files.writeString(folder.resolve("fullchain.pem"), "half of it");

    look(4);

    assertThat(shown()).isEqualTo("CN=first");
    assertThat(warnings())
        .singleElement()
        .asString()
        .contains("fullchain.pem has no certificate", "stays");
  }

  @Test
  void aFaultThatComesBackIsToldAgain() throws IOException {
    Path chain = folder.resolve("fullchain.pem");
    Path aside = folder.resolve("aside.pem");
    Files.move(chain, aside);
    look(2);
    assertThat(warnings()).hasSize(1);
    Files.move(aside, chain);
    look(2);
    Files.move(chain, aside);

    look(2);

    assertThat(warnings()).hasSize(2);
  }

  @Test
  void anEndThatIsNearIsToldOnceADayUntilTheCertificateIsRenewed() throws IOException {
    clock.advance(Duration.ofDays(22));
    look(3);
    assertThat(warnings()).isEmpty();

    clock.advance(Duration.ofDays(2));
    look(3);
    assertThat(warnings())
        .singleElement()
        .asString()
        .contains("fullchain.pem ends at ", "renew it");

    clock.advance(Duration.ofDays(1));
    look(3);
    assertThat(warnings()).hasSize(2);

    clock.advance(Duration.ofDays(10));
    look(1);
    assertThat(warnings()).hasSize(3).last().asString().contains("fullchain.pem has ended at ");

    authority.issue("second", "DNS:localhost", "-days 90");
    Files.copy(
        folder.resolve("second.key"),
        folder.resolve("privkey.pem"),
        StandardCopyOption.REPLACE_EXISTING);
    Files.copy(
        folder.resolve("second.pem"),
        folder.resolve("fullchain.pem"),
        StandardCopyOption.REPLACE_EXISTING);
    clock.advance(Duration.ofDays(1));
    look(3);
    assertThat(warnings()).hasSize(3);
  }

  @Test
  void theFilesAreLookedAtOnAThreadOfTheirOwn() throws IOException {
    TlsNode.issue(folder, authority, "second");

    tls.watch();

    await().atMost(Duration.ofSeconds(60)).until(() -> shown().equals("CN=second"));
    assertThat(log.list).last().extracting(ILoggingEvent::getThreadName).isEqualTo("certificate");
  }

  /** TLS has no signature that such a key can make, so a handshake is all that shows it. */
  private void shortKey() throws IOException {
    Run.in(
        folder,
        "openssl req -x509 -nodes -days 30 -subj /CN=short -newkey rsa:512 -out fullchain.pem"
            + " -keyout privkey.pem");
  }

  private void look(int times) {
    for (int i = 0; i < times; i++) {
      tls.look();
    }
  }

  private List<String> warnings() {
    return log.list.stream()
        .filter(line -> line.getLevel() == Level.WARN)
        .map(ILoggingEvent::getFormattedMessage)
        .toList();
  }

  private TlsConfig config() {
    return new TlsConfig(
        folder.resolve("fullchain.pem").toString(),
        folder.resolve("privkey.pem").toString(),
        false);
  }

  private String shown() {
    return TlsNode.shown(authority.trust(), server.getURI().getPort());
  }
}
