package dev.plait.turn.lab;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Two network namespaces of Linux with a cable between them, one for a server and one for its
 * client. Their addresses look public, for a hardened server relays to no others; packets to them
 * leave this machine nowhere. Closing it removes both.
 */
public final class TwoNamespaces implements AutoCloseable {
  /** The server's addresses. */
  public static final List<String> SERVER = List.of("11.0.0.1", "2600:11::1");

  private static final List<String> CLIENT = List.of("11.0.0.2", "2600:11::2");
  private static final long COMMAND_TIMEOUT_S = 20;

  private final String server;
  private final String client;
  private boolean isClosed;

  private TwoNamespaces(String prefix) {
    this.server = prefix + "-s";
    this.client = prefix + "-c";
  }

  /**
   * Sets them up.
   *
   * @param prefix of their names, no others may have it
   * @throws LabException when this user or this machine cannot
   */
  public static TwoNamespaces open(String prefix) throws LabException {
    TwoNamespaces pair = new TwoNamespaces(prefix);
    try {
      pair.setUp();
      return pair;
    } catch (LabException e) {
      pair.close();
      throw e;
    }
  }

  private void setUp() throws LabException {
    ip("netns add " + server);
    ip("netns add " + client);
    ip("link add eth0 netns %s type veth peer name eth0 netns %s".formatted(server, client));
    setUp(server, SERVER);
    setUp(client, CLIENT);
  }

  private static void setUp(String namespace, List<String> addresses) throws LabException {
    ip("-n %s addr add %s/24 dev eth0".formatted(namespace, addresses.getFirst()));
    ip("-n %s link set lo up".formatted(namespace));
    ip("-n %s link set eth0 up".formatted(namespace));
    if (hasIpv6()) {
      ip("-n %s addr add %s/64 dev eth0 nodad".formatted(namespace, addresses.getLast()));
    }
  }

  /** Whether this kernel has IPv6. */
  public static boolean hasIpv6() {
    return Files.exists(Path.of("/proc/net/if_inet6"));
  }

  /** The addresses that the server has. */
  public List<String> serverAddresses() {
    return hasIpv6() ? SERVER : SERVER.subList(0, 1);
  }

  /** A program to be run beside the server; its process id is that of the program. */
  public ProcessBuilder atServer(List<String> command) {
    return at(server, command);
  }

  /** A program to be run beside the client. */
  public ProcessBuilder atClient(List<String> command) {
    return at(client, command);
  }

  private static ProcessBuilder at(String namespace, List<String> command) {
    List<String> all = new ArrayList<>(List.of("ip", "netns", "exec", namespace));
    all.addAll(command);
    return new ProcessBuilder(all);
  }

  private static void ip(String arguments) throws LabException {
    List<String> command = new ArrayList<>(List.of("ip"));
    command.addAll(List.of(arguments.split(" ", -1)));
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      try (InputStream output = process.getInputStream()) {
        String said = new String(output.readAllBytes(), StandardCharsets.UTF_8).strip();
        if (!process.waitFor(COMMAND_TIMEOUT_S, TimeUnit.SECONDS) || process.exitValue() != 0) {
          throw new LabException(
              "network namespaces cannot be made here (ip %s: %s): run it as root on Linux"
                  .formatted(arguments, said));
        }
      }
    } catch (IOException e) {
      throw new LabException(
          "the program ip is missing: network namespaces need Linux with iproute2");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LabException("interrupted");
    }
  }

  @Override
  public synchronized void close() {
    if (isClosed) {
      return;
    }
    isClosed = true;
    for (String namespace : List.of(server, client)) {
      try {
        ip("netns del " + namespace);
      } catch (LabException e) {
        // It was not set up.
      }
    }
  }
}
