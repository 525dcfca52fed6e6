package dev.plait.turn.probe;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLContext;

/**
 * An authority of the tests and certificates of it, made by the openssl that coturn needs anyway.
 */
public final class TestCertificates {
  private final Path folder;

  /** Makes the authority; all files are in the folder. */
  public TestCertificates(Path folder) throws IOException {
    this.folder = folder;
    openssl(
        "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 30 -subj /CN=Authority"
            + " -keyout ca.key -out ca.pem");
  }

  /**
   * Makes a certificate.
   *
   * @param name of its files
   * @param names such as {@code DNS:localhost}
   * @param dates such as {@code -days 30}
   * @return the two lines of coturn's configuration
   */
  public String[] issue(String name, String names, String dates) throws IOException {
    openssl(
        "req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj /CN=%1$s -keyout %1$s.key -out %1$s.csr"
            .formatted(name));
    Files.writeString(folder.resolve(name + ".ext"), "subjectAltName=" + names + "\n");
    openssl(
        "x509 -req -in %1$s.csr -CA ca.pem -CAkey ca.key -CAcreateserial -extfile %1$s.ext -out %1$s.pem %2$s"
            .formatted(name, dates));
    return new String[] {
      "cert=" + folder.resolve(name + ".pem"), "pkey=" + folder.resolve(name + ".key")
    };
  }

  /** Trusts the authority and nobody else. */
  public SSLContext trust() {
    return Trust.only(folder.resolve("ca.pem"));
  }

  private void openssl(String arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of("openssl"));
    command.addAll(List.of(arguments.split(" ", -1)));
    Process process =
        new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).start();
    try (InputStream output = process.getInputStream()) {
      String said = new String(output.readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw new IOException(String.join(" ", command) + ": " + said);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
