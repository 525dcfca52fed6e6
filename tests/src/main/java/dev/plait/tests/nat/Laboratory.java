package dev.plait.tests.nat;

import dev.plait.tests.scenario.NodeProcess;
import dev.plait.tests.scenario.Place;
import dev.plait.tests.scenario.Side;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The public segment with its services: a node behind HAProxy, which ends TLS, and two of coturn.
 */
final class Laboratory implements AutoCloseable {
  static final URI SERVER = URI.create("https://chat.plait.test");

  /** Short, so that the credentials of every longer talk run out. */
  static final int CREDENTIAL_LIFETIME_S = 60;

  private static final List<String> TURN_NAMES = List.of("one", "two");

  private static final String SECRET = "laboratory-laboratory-laboratory-0";

  private final Path folder;
  private final PublicNet net;
  private final Certificates certificates;
  private final Parts parts = new Parts();
  private final List<TurnServer> turnServers = new ArrayList<>();

  /** Starts all of it; keys, logs and data go to a folder. */
  Laboratory(Path folder) throws Exception {
    this.folder = folder;
    this.certificates = Certificates.make(folder);
    Leftovers.prepare();
    this.net = parts.add(new PublicNet());
    try {
      net.hub().resolver("127.0.0.1");
      parts.add(Resolver.start(net.hub(), folder));
      Map<String, String> settings = settings();
      for (String name : TURN_NAMES) {
        turnServers.add(parts.add(new TurnServer(name, net.hub(), folder, settings)));
      }
      Place place = new Place(net.hub().inside(List.of()), certificates.javaOptions(), settings);
      NodeProcess node = parts.add(NodeProcess.start(place, folder));
      parts.add(startFront(node.uri().getPort()));
    } catch (Exception e) {
      close();
      throw e;
    }
  }

  private Map<String, String> settings() {
    Map<String, String> all = new HashMap<>();
    all.put("PLAIT_HTTP_TRUSTED_PROXIES", "127.0.0.1");
    all.put("PLAIT_HTTP_ALLOWED_ORIGINS", SERVER.toString());
    all.put("PLAIT_LIMITS_SIGN_UP_PER_ADDRESS_PER_HOUR", "10000");
    all.put("PLAIT_TURN_NODES", String.join(",", TURN_NAMES));
    all.put("PLAIT_TURN_REALM", "plait.test");
    all.put("PLAIT_TURN_SECRET", SECRET);
    all.put("PLAIT_TURN_LIFETIME_S", Integer.toString(CREDENTIAL_LIFETIME_S));
    turnServer(all, "ONE", "turn-1.plait.test", PublicNet.TURN_1);
    turnServer(all, "TWO", "turn-2.plait.test", PublicNet.TURN_2);
    return all;
  }

  private void turnServer(
      Map<String, String> settings, String name, String host, List<String> addresses) {
    String prefix = "PLAIT_TURN_" + name + "_";
    settings.put(prefix + "HOST", host);
    settings.put(prefix + "LISTEN", String.join(",", addresses));
    settings.put(prefix + "CERTIFICATE", certificates.certificate().toString());
    settings.put(prefix + "KEY", certificates.key().toString());
    settings.put(prefix + "METRICS_PORT", "0");
  }

  private Service startFront(int port) throws IOException, InterruptedException {
    Path configuration = folder.resolve("haproxy.cfg");
    Files.writeString(
        configuration,
        """
        defaults
          mode http
          timeout connect 5s
          timeout client 60s
          timeout server 60s
          timeout tunnel 1h
        frontend chat
          bind %s:443 ssl crt %s
          bind %s:443 ssl crt %s
          option forwardfor
          default_backend node
        backend node
          server node 127.0.0.1:%d
        """
            .formatted(
                PublicNet.CHAT, certificates.both(), PublicNet.CHAT_6, certificates.both(), port));
    return Service.start(
        net.hub(),
        List.of("haproxy", "-db", "-f", configuration.toString()),
        folder.resolve("haproxy.log"),
        PublicNet.CHAT + ":443");
  }

  PublicNet net() {
    return net;
  }

  Path folder() {
    return folder;
  }

  /** Seats somebody of a software, {@code java} or {@code chromium}. */
  Pair.Seat<Talker> seat(String software) {
    return switch (software) {
      case "java" -> this::java;
      case "chromium" -> this::page;
      default -> throw new IllegalArgumentException("no peer runs on " + software);
    };
  }

  JavaTalker java(String handle, Network network, int host, Path folder) {
    Place place = place(network, host);
    return new JavaTalker(handle, new Side(handle, SERVER, folder, place, List.of()));
  }

  PageTalker page(String handle, Network network, int host, Path folder) throws IOException {
    List<String> flags = new ArrayList<>(network.browserFlags());
    flags.add("--ignore-certificate-errors"); // the laboratory's own certificate
    return new PageTalker(handle, SERVER, network.host(host).inside(List.of()), flags, folder);
  }

  /** Where a Java program runs on one of the hosts. */
  Place place(Network network, int host) {
    List<String> options = new ArrayList<>(certificates.javaOptions());
    options.addAll(network.javaOptions());
    options.add("-Dplait.turn.certificates=any");
    return new Place(network.host(host).inside(List.of()), options, Map.of());
  }

  /** The TURN servers; each peer is told of both. */
  List<TurnServer> turnServers() {
    return List.copyOf(turnServers);
  }

  @Override
  public void close() throws Exception {
    parts.close();
  }
}
