package dev.plait.tests.scenario;

import java.util.List;
import java.util.Map;

/**
 * Where and how a process of a scenario runs.
 *
 * @param prefix words before the command, such as those that enter a network namespace
 * @param javaOptions further options for Java
 * @param environment variables on top of this process's own
 */
public record Place(
    List<String> prefix, List<String> javaOptions, Map<String, String> environment) {
  /** Beside this process. */
  public static final Place HERE = new Place(List.of(), List.of(), Map.of());

  /** Copies all. */
  public Place {
    prefix = List.copyOf(prefix);
    javaOptions = List.copyOf(javaOptions);
    environment = Map.copyOf(environment);
  }
}
