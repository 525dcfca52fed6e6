package dev.plait.turn.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Programs at both ends of a cable, for tests. */
public final class Lab implements AutoCloseable {
  private static final AtomicInteger COUNT = new AtomicInteger();
  private static final Pattern NAME = Pattern.compile("ptt(\\d+)n\\d+-[sc]");

  private final TwoNamespaces network;

  /**
   * What a program said and how it ended.
   *
   * @param output standard output and error
   */
  public record Ended(int exitCode, String output) {}

  private Lab(TwoNamespaces network) {
    this.network = network;
  }

  /** Skips the test, with the reason, where no namespaces can be made. */
  public static Lab open() {
    try {
      removeThoseOfTheDead();
      String prefix = "ptt" + ProcessHandle.current().pid() + "n";
      return new Lab(TwoNamespaces.open(prefix + COUNT.incrementAndGet()));
    } catch (LabException e) {
      return abort("skipped: " + e.getMessage());
    }
  }

  /** A process of tests that was killed leaves its namespaces behind. */
  private static void removeThoseOfTheDead() {
    try (Stream<Path> names = Files.list(Path.of("/run/netns"))) {
      for (Path path : names.toList()) {
        Matcher name = NAME.matcher(String.valueOf(path.getFileName()));
        if (name.matches() && ProcessHandle.of(Long.parseLong(name.group(1))).isEmpty()) {
          new ProcessBuilder("ip", "netns", "del", name.group()).start().waitFor();
        }
      }
    } catch (IOException none) {
      // Nobody has made one yet, or this user cannot.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The cable. */
  public TwoNamespaces network() {
    return network;
  }

  /** Runs a command at the server's end; it must succeed. */
  public void server(String command) throws IOException, InterruptedException {
    succeed(network.atServer(List.of(command.split(" ", -1))));
  }

  /** Runs a command at the client's end; it must succeed. */
  public void client(String command) throws IOException, InterruptedException {
    succeed(network.atClient(List.of(command.split(" ", -1))));
  }

  /** Runs a Java program at the client's end; {@code PLAIT_SECRET} in its environment is set. */
  public Ended java(Class<?> main, String secret, String... arguments)
      throws IOException, InterruptedException {
    ProcessBuilder program = network.atClient(javaCommand(main, arguments));
    program.environment().put("PLAIT_SECRET", secret);
    return run(program);
  }

  /** The command that runs a Java program with the class path of the tests. */
  public static List<String> javaCommand(Class<?> main, String... arguments) {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                // It lives for seconds: a quick start counts.
                "-XX:TieredStopAtLevel=1",
                "-XX:CompileThresholdScaling=4",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
    command.addAll(List.of(arguments));
    return command;
  }

  private static void succeed(ProcessBuilder program) throws IOException, InterruptedException {
    Ended ended = run(program);
    assertThat(ended.exitCode()).as(program.command() + ": " + ended.output()).isZero();
  }

  /** Runs a program to its end. */
  public static Ended run(ProcessBuilder program) throws IOException, InterruptedException {
    Process process = program.redirectErrorStream(true).start();
    try (var output = process.getInputStream()) {
      String said = new String(output.readAllBytes(), StandardCharsets.UTF_8);
      return new Ended(process.waitFor(), said);
    } finally {
      process.destroyForcibly();
    }
  }

  @Override
  public void close() {
    network.close();
  }
}
