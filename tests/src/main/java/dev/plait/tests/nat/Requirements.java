package dev.plait.tests.nat;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** What the laboratory needs of the machine. Stateless. */
final class Requirements {
  /** Each with the Debian package that brings it. */
  private static final List<List<String>> PROGRAMS =
      List.of(
          List.of("ss", "iproute2"),
          List.of("nft", "nftables"),
          List.of("sysctl", "procps"),
          List.of("openssl", "openssl"),
          List.of("turnserver", "coturn"),
          List.of("haproxy", "haproxy"),
          List.of("dnsmasq", "dnsmasq-base"),
          List.of("tinyproxy", "tinyproxy"));

  private Requirements() {}

  /** What is missing, in words, or nothing. */
  static Optional<String> missing() throws InterruptedException {
    if (!System.getProperty("os.name").equals("Linux")) {
      return Optional.of("network namespaces exist on Linux only");
    }
    if (!isThere("ip")) {
      return Optional.of(words("ip", "iproute2"));
    }
    // Before the other programs: who is not root does not see all of them, where they are.
    String probe = "plait-probe-" + ProcessHandle.current().pid();
    if (!runs("ip", "netns", "add", probe)) {
      return Optional.of(
          "network namespaces cannot be made: run it as root, in a container with CAP_SYS_ADMIN");
    }
    runs("ip", "netns", "del", probe);
    for (List<String> program : PROGRAMS) {
      if (!isThere(program.getFirst())) {
        return Optional.of(words(program.getFirst(), program.getLast()));
      }
    }
    return Optional.empty();
  }

  private static boolean isThere(String program) throws InterruptedException {
    return runs("sh", "-c", "command -v " + program);
  }

  private static String words(String program, String debianPackage) {
    return program + " is missing (Debian: apt install " + debianPackage + ")";
  }

  private static boolean runs(String... command) throws InterruptedException {
    try {
      Shell.run(List.of(command));
      return true;
    } catch (IOException failed) {
      return false;
    }
  }
}
