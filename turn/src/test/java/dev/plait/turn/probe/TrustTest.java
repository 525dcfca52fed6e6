package dev.plait.turn.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrustTest {
  @TempDir Path folder;

  @BeforeEach
  void issue() throws IOException {
    TestCertificates certificates = new TestCertificates(folder);
    certificates.issue("good", "DNS:localhost", "-days 30");
    certificates.issue("ended", "DNS:localhost", "-days -1");
  }

  /** Java asks nothing of a certificate that it is told to trust, not even whether it has ended. */
  @Test
  void aCertificateThatHasEndedIsRefusedInWords() {
    assertThatThrownBy(() -> Trust.only(folder.resolve("ended.pem")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("ended.pem has ended at ", "get the server's new one");
  }

  @Test
  void oneThatHasEndedBesideAnotherIsLeftOut() throws IOException {
    Path both = folder.resolve("both.pem");
    Files.writeString(
        both,
        Files.readString(folder.resolve("ended.pem"))
            + Files.readString(folder.resolve("good.pem")));

    assertThat(Trust.only(both)).isNotNull();
  }

  @Test
  void aFileWithoutACertificateIsNamed() throws IOException {
    Path none = Files.writeString(folder.resolve("none.pem"), "");

    assertThatThrownBy(() -> Trust.only(none))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(none + " has no certificate");
  }
}
