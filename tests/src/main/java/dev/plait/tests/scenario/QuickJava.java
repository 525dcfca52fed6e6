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
  /** The folder of the rehearsal; a property of this JVM. */
  private static final String REHEARSED = "plait.rehearsed";

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
    command.add("-XX:TieredStopAtLevel=1");
    String folder = System.getProperty(REHEARSED);
    Path cache = folder == null ? null : Rehearsal.cache(Path.of(folder), main);
    if (cache != null && Files.exists(cache)) {
      command.add("-XX:AOTCache=" + cache);
      command.addAll(List.of("-cp", read(Rehearsal.jars(Path.of(folder)))));
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
