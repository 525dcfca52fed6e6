package dev.plait.turn.probe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plait.turn.credential.TurnCredential;
import dev.plait.turn.credential.TurnSecrets;
import dev.plait.turn.lab.Ports;
import dev.plait.turn.stun.AttributeType;
import dev.plait.turn.stun.StunAttribute;
import dev.plait.turn.stun.StunClass;
import dev.plait.turn.stun.StunCodec;
import dev.plait.turn.stun.StunFormatException;
import dev.plait.turn.stun.StunMessage;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a server, or the way to it, can have; each fault is made on purpose. */
class FaultsTest {
  private static final Duration TIMEOUT = Duration.ofSeconds(20);
  private static final TurnCredential CREDENTIAL =
      new TurnSecrets(List.of(Coturn.SECRET))
          .issue("ada", System.currentTimeMillis(), Duration.ofMinutes(10).toMillis());

  @TempDir private Path folder;

  @Test
  void aNameThatIsNotThere() {
    assertThat(fault("turn:nowhere.invalid", TIMEOUT)).isEqualTo(Fault.NAME_UNRESOLVED);
  }

  @Test
  void aPortOnWhichNothingListens() {
    int port = Ports.claim();
    assertThat(fault("turn:127.0.0.1:" + port, TIMEOUT)).isEqualTo(Fault.REFUSED);
    assertThat(fault("turn:127.0.0.1:" + port + "?transport=tcp", TIMEOUT))
        .isEqualTo(Fault.REFUSED);
  }

  @Test
  void silenceIsAskedAgainAndThenNamed() throws Exception {
    try (DatagramSocket silent = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      Fault fault = fault("turn:127.0.0.1:" + silent.getLocalPort(), Duration.ofMillis(3_300));

      assertThat(fault).isEqualTo(Fault.NO_ANSWER);
      // At once, after 0.5 s and after 1.5 s (RFC 8489 §6.2.1), always the same bytes; next 3.5 s.
      List<byte[]> asked = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        DatagramPacket packet = new DatagramPacket(new byte[1_500], 1_500);
        silent.receive(packet);
        asked.add(Arrays.copyOf(packet.getData(), packet.getLength()));
      }
      assertThat(asked).allMatch(bytes -> Arrays.equals(bytes, asked.getFirst()));
    }
  }

  @Test
  void somethingThatIsNoTurnServer() throws Exception {
    try (ServerSocket web = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Thread.ofVirtual()
          .start(
              () -> {
                try (Socket client = web.accept()) {
                  client
                      .getOutputStream()
                      .write("HTTP/1.1 400\r\n\r\n".getBytes(StandardCharsets.UTF_8));
                  client.getInputStream().readNBytes(1_000);
                } catch (IOException e) {
                  throw new AssertionError(e);
                }
              });
      assertThat(fault("turn:127.0.0.1:" + web.getLocalPort() + "?transport=tcp", TIMEOUT))
          .isEqualTo(Fault.NOT_TURN);
    }
  }

  /** Somebody on the way who does not know the credential. */
  @Test
  void anAnswerThatIsNotSealed() throws Exception {
    try (DatagramSocket forger = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      Thread.ofVirtual().start(() -> forge(forger));

      assertThat(fault("turn:127.0.0.1:" + forger.getLocalPort(), Duration.ofSeconds(2)))
          .isEqualTo(Fault.NOT_SEALED);
    }
  }

  private static void forge(DatagramSocket forger) {
    try {
      while (true) {
        DatagramPacket packet = new DatagramPacket(new byte[1_500], 1_500);
        forger.receive(packet);
        StunMessage request = StunCodec.decode(Arrays.copyOf(packet.getData(), packet.getLength()));
        boolean isSealed = request.text(AttributeType.NONCE) != null;
        StunMessage answer =
            new StunMessage(
                isSealed ? StunClass.SUCCESS : StunClass.ERROR,
                request.method(),
                request.id(),
                isSealed
                    ? List.of()
                    : List.of(
                        new StunAttribute.Refusal(401, ""),
                        new StunAttribute.Text(AttributeType.REALM, "r"),
                        new StunAttribute.Text(AttributeType.NONCE, "n")));
        byte[] bytes = StunCodec.encode(answer);
        forger.send(new DatagramPacket(bytes, bytes.length, packet.getSocketAddress()));
      }
    } catch (IOException closed) {
      // The test has ended.
    } catch (StunFormatException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void certificatesThatAreNoGood() throws Exception {
    Coturn.assumeInstalled();
    TestCertificates certificates = new TestCertificates(folder);
    TurnOptions trusting = TurnOptions.within(TIMEOUT).withTls(certificates.trust());

    String[] good = certificates.issue("good", "DNS:localhost", "-days 30");
    String[] old = certificates.issue("old", "DNS:localhost", "-days -1");
    String[] other = certificates.issue("other", "DNS:elsewhere.example", "-days 30");

    assertThat(tlsFault(good, TurnOptions.within(TIMEOUT))).isEqualTo(Fault.CERTIFICATE_UNTRUSTED);
    assertThat(tlsFault(old, trusting)).isEqualTo(Fault.CERTIFICATE_EXPIRED);
    assertThat(tlsFault(other, trusting)).isEqualTo(Fault.CERTIFICATE_WRONG_NAME);
  }

  @Test
  void aPortWithoutTls() throws Exception {
    try (Coturn coturn = Coturn.start(folder, "no-tls")) {
      TurnProbe.Result result =
          TurnProbe.allocate(coturn.url("turns:localhost:%d"), CREDENTIAL, Duration.ofMillis(700));

      assertThat(((TurnProbe.Failed) result).fault()).isEqualTo(Fault.TLS_FAILED);
    }
  }

  /** Each byte that comes would begin a time limit of the socket's anew. */
  @Test
  void aHandshakeThatComesByteByByteEndsInTime() throws Exception {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor()) {
      timer.execute(() -> drip(server, timer));

      long began = System.nanoTime();
      Fault fault = fault("turns:127.0.0.1:" + server.getLocalPort(), Duration.ofMillis(700));

      assertThat(fault).isEqualTo(Fault.TLS_FAILED);
      assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofMinutes(1));
      timer.shutdownNow();
    }
  }

  /** The beginning of a record of 16 KiB, and then a byte of it every tenth of a second. */
  private static void drip(ServerSocket server, ScheduledExecutorService timer) {
    try {
      Socket client = server.accept();
      OutputStream out = client.getOutputStream();
      out.write(new byte[] {22, 3, 3, 64, 0, 2, 0, 63, (byte) 0xfc});
      var _ = timer.scheduleAtFixedRate(() -> drop(out), 100, 100, TimeUnit.MILLISECONDS);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static void drop(OutputStream out) {
    try {
      out.write(3);
    } catch (IOException gone) {
      throw new UncheckedIOException(gone); // which ends the dripping
    }
  }

  private Fault tlsFault(String[] certificate, TurnOptions options) throws Exception {
    try (Coturn coturn = Coturn.start(folder, certificate)) {
      TurnProbe.Result result =
          TurnProbe.allocate(coturn.url("turns:localhost:%d"), CREDENTIAL, options);
      return ((TurnProbe.Failed) result).fault();
    }
  }

  private static Fault fault(String url, Duration timeout) {
    TurnProbe.Result result = TurnProbe.allocate(TurnUrl.parse(url), CREDENTIAL, timeout);
    return ((TurnProbe.Failed) result).fault();
  }
}
