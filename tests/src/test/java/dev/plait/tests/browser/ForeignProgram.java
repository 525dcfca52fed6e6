package dev.plait.tests.browser;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/** The program of {@code tests/foreign} and its packages, which are installed at first use. */
final class ForeignProgram {
  static final Path FOLDER = Path.of("foreign").toAbsolutePath();

  /** npm writes it last. */
  private static final Path INSTALLED = FOLDER.resolve("node_modules/.package-lock.json");

  private static final Path WANTED = FOLDER.resolve("package-lock.json");
  private static final long INSTALL_S = 180;

  private ForeignProgram() {}

  /** Installs what is not there yet; the test is skipped where npm cannot. */
  static synchronized void install() throws IOException {
    if (!isInstalled()) {
      Optional<String> failure = npm();
      Assumptions.assumeTrue(
          failure.isEmpty(), () -> "the foreign peer needs packages of npm: " + failure);
    }
  }

  private static boolean isInstalled() throws IOException {
    return Files.exists(INSTALLED)
        && Files.getLastModifiedTime(INSTALLED).compareTo(Files.getLastModifiedTime(WANTED)) >= 0;
  }

  private static Optional<String> npm() throws IOException {
    Path said = Files.createTempFile("plait-npm", ".log");
    try {
      Process process =
          new ProcessBuilder("npm", "ci", "--prefer-offline", "--ignore-scripts")
              .directory(FOLDER.toFile())
              .redirectErrorStream(true)
              .redirectOutput(said.toFile())
              .start();
      process.getOutputStream().close();
      if (!process.waitFor(INSTALL_S, TimeUnit.SECONDS)) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        return Optional.of("no end after " + INSTALL_S + " s");
      }
      return process.exitValue() == 0
          ? Optional.empty()
          : Optional.of(Files.readString(said, StandardCharsets.UTF_8));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.of("interrupted");
    } catch (IOException absent) {
      return Optional.of(String.valueOf(absent.getMessage()));
    } finally {
      Files.delete(said);
    }
  }
}
