package dev.plait.tests.nat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongPredicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a laboratory leaves behind that was interrupted or killed: namespaces, what runs in them,
 * and their files in /etc. Their names begin with the laboratory's process id. Thread-safe.
 */
final class Leftovers {
  private static final Pattern NAME = Pattern.compile("plait-(\\d+)-\\d+-.*");

  private static final AtomicBoolean PREPARED = new AtomicBoolean();

  private static volatile boolean ending;

  private Leftovers() {}

  /**
   * Removes those of laboratories whose process is gone, and sees to it that this process, when it
   * is interrupted (Ctrl-C, SIGTERM), leaves none.
   */
  static void prepare() throws IOException, InterruptedException {
    remove(pid -> ProcessHandle.of(pid).isEmpty());
    if (PREPARED.compareAndSet(false, true)) {
      Runtime.getRuntime().addShutdownHook(new Thread(Leftovers::removeOwn, "leftovers"));
    }
  }

  private static void removeOwn() {
    ending = true;
    long own = ProcessHandle.current().pid();
    try {
      remove(pid -> pid == own);
    } catch (IOException | InterruptedException e) {
      System.err.println("plait: the next start removes what is left: " + e.getMessage());
    }
  }

  /**
   * Returns at once, but for a process that is ending: what fails then is no finding, and what was
   * made then would stay.
   */
  static void stopWhenEnding() throws InterruptedException {
    if (ending) {
      new CountDownLatch(1).await();
    }
  }

  private static void remove(LongPredicate whose) throws IOException, InterruptedException {
    for (String name : names()) {
      Matcher matcher = NAME.matcher(name);
      if (matcher.matches() && whose.test(Long.parseLong(matcher.group(1)))) {
        try {
          remove(name);
        } catch (IOException e) {
          if (Files.exists(Namespace.RUN.resolve(name))) {
            throw e; // else another laboratory that starts just now was first
          }
        }
      }
    }
  }

  private static Set<String> names() throws IOException {
    Set<String> names = new TreeSet<>();
    for (Path folder : List.of(Namespace.RUN, Namespace.ETC)) {
      if (Files.isDirectory(folder)) {
        try (Stream<Path> files = Files.list(folder)) {
          files.forEach(file -> names.add(file.getFileName().toString()));
        }
      }
    }
    return names;
  }

  private static void remove(String name) throws IOException, InterruptedException {
    if (Files.exists(Namespace.RUN.resolve(name))) {
      for (String pid : Shell.run(List.of("ip", "netns", "pids", name)).lines().toList()) {
        Optional<ProcessHandle> process = ProcessHandle.of(Long.parseLong(pid.strip()));
        process.ifPresent(ProcessHandle::destroyForcibly);
      }
    }
    Namespace.delete(name);
  }
}
