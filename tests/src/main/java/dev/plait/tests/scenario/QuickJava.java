package dev.plait.tests.scenario;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * How programs of ours are started that live for seconds and start often: with the first compiler
 * alone, since the second would double the start, and with their classes as a {@link Rehearsal} has
 * left them, where there was one. Stateless.
 */
public final class QuickJava {
  private QuickJava() {}

  /**
   * The words before the arguments of {@code main}.
   *
   * @param options further options for Java
   */
  public static List<String> command(Class<?> main, List<String> options) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("--enable-native-access=ALL-UNNAMED");
    command.add("-XX:+UseSerialGC");
    // They live for seconds: only what is called often is worth a compilation, and of the servers
    // that they talk to none has a certificate of the authorities that Java would read.
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:CompileThresholdScaling=4"));
    command.add("-Djavax.net.ssl.trustStore=NONE");
    command.add("-Djava.io.tmpdir=" + System.getProperty("java.io.tmpdir"));
    Path folder = Rehearsal.folder();
    if (folder != null && Files.exists(Rehearsal.cache(folder, main))) {
      command.add("-XX:AOTCache=" + Rehearsal.cache(folder, main));
      command.addAll(List.of("-cp", read(Rehearsal.jars(folder))));
    } else {
      command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    }
    command.addAll(options);
    command.add(main.getName());
    return command;
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
