package dev.plait.tests.nat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A network namespace of this laboratory: a machine as far as the network goes. Made by root, gone
 * when closed; what still runs in it keeps it in being, so processes end first.
 */
final class Namespace implements AutoCloseable {
  /** What a process finds here in place of the machine's own files in /etc (ip-netns(8)). */
  static final Path ETC = Path.of("/etc/netns");

  /** Where ip-netns(8) keeps what has a name. */
  static final Path RUN = Path.of("/run/netns");

  private static final AtomicInteger COUNT = new AtomicInteger();

  private final String name;

  private Namespace(String name) {
    this.name = name;
  }

  /** Makes one whose name tells what it is for. */
  static Namespace make(String purpose) throws IOException, InterruptedException {
    Leftovers.stopWhenEnding();
    String name =
        "plait-" + ProcessHandle.current().pid() + "-" + COUNT.incrementAndGet() + "-" + purpose;
    Shell.run(List.of("ip", "netns", "add", name));
    Namespace namespace = new Namespace(name);
    namespace.ip("link set lo up");
    return namespace;
  }

  String name() {
    return name;
  }

  /** {@code ip} in here; the words are separated by single spaces. */
  void ip(String words) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("ip", "-n", name));
    command.addAll(List.of(words.split(" ")));
    Shell.run(command);
  }

  /** Runs a command in here to its end. */
  String run(String... command) throws IOException, InterruptedException {
    return Shell.run(inside(List.of(command)));
  }

  /** Sets kernel parameters, each {@code name=value}. */
  void sysctl(String... settings) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("sysctl", "-q", "-w"));
    command.addAll(List.of(settings));
    run(command.toArray(String[]::new));
  }

  /** Replaces all packet rules. */
  void rules(String text) throws IOException, InterruptedException {
    Shell.run(inside(List.of("nft", "-f", "-")), "flush ruleset\n" + text);
  }

  /** Whom processes that start in here from now on ask for names. */
  void resolver(String address) throws IOException {
    Files.createDirectories(ETC.resolve(name));
    Files.writeString(ETC.resolve(name).resolve("hosts"), "127.0.0.1 localhost\n");
    Files.writeString(ETC.resolve(name).resolve("resolv.conf"), "nameserver " + address + "\n");
  }

  /** A command as it is run in here. */
  List<String> inside(List<String> command) {
    List<String> all = new ArrayList<>(List.of("ip", "netns", "exec", name));
    all.addAll(command);
    return all;
  }

  /** A cable between two of them, up at both ends. */
  static void connect(Namespace one, String oneEnd, Namespace other, String otherEnd)
      throws IOException, InterruptedException {
    String words =
        "ip link add %s netns %s type veth peer name %s netns %s"
            .formatted(oneEnd, one.name, otherEnd, other.name);
    Shell.run(List.of(words.split(" ")));
    one.ip("link set " + oneEnd + " up");
    other.ip("link set " + otherEnd + " up");
  }

  @Override
  public void close() throws IOException, InterruptedException {
    delete(name);
  }

  /** Deletes one of that name, as far as it is there. */
  static void delete(String name) throws IOException, InterruptedException {
    if (Files.exists(RUN.resolve(name))) {
      Shell.run(List.of("ip", "netns", "del", name));
    }
    Path etc = ETC.resolve(name);
    Files.deleteIfExists(etc.resolve("hosts"));
    Files.deleteIfExists(etc.resolve("resolv.conf"));
    Files.deleteIfExists(etc);
  }
}
