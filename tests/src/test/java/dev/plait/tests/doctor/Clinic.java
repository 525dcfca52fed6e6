package dev.plait.tests.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plait.peer.doctor.Check;
import dev.plait.peer.doctor.Diagnosis;
import dev.plait.peer.doctor.Doctor;
import dev.plait.peer.doctor.DoctorOptions;
import dev.plait.peer.doctor.Outcome;
import dev.plait.peer.link.ApiException;
import dev.plait.peer.link.ServerApi;
import dev.plait.peer.link.Session;
import dev.plait.server.app.Node;
import dev.plait.server.config.NodeConfig;
import dev.plait.turn.probe.Coturn;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A running node with an account on it, and the doctor that examines it. */
final class Clinic implements AutoCloseable {
  static final String PASSWORD = "correct horse battery";

  private final Node node;
  private final HttpClient http = HttpClient.newHttpClient();
  private final ServerApi api;
  private final Session session;

  Clinic(Path folder, Map<String, String> own, InstantSource clock) throws ApiException {
    Map<String, String> settings = new HashMap<>();
    settings.put("plait.http.port", "0");
    settings.put("plait.password.memory-kib", "64");
    settings.put("plait.password.iterations", "1");
    settings.putAll(own);
    node = Node.start(NodeConfig.defaults(settings), folder.resolve("node"), clock);
    api = new ServerApi(node.uri(), http);
    session = api.signUp("ada", PASSWORD, "first");
  }

  /** Settings for one TURN server that is reached by UDP and TCP at a port. */
  static Map<String, String> turn(int port) {
    return turn(port, port, 0);
  }

  /** The same; port 0 is for a transport that is not offered. */
  static Map<String, String> turn(int udp, int tcp, int tls) {
    return Map.of(
        "plait.turn.nodes",
        "t",
        "plait.turn.t.host",
        tls == 0 ? "127.0.0.1" : "localhost",
        "plait.turn.t.udp-port",
        Integer.toString(udp),
        "plait.turn.t.tcp-port",
        Integer.toString(tcp),
        "plait.turn.t.tls-port",
        Integer.toString(tls),
        "plait.turn.realm",
        "plait.test",
        "plait.turn.secret",
        Coturn.SECRET);
  }

  URI uri() {
    return node.uri();
  }

  ServerApi api() {
    return api;
  }

  Session session() {
    return session;
  }

  Diagnosis examine() {
    return examine(InstantSource.system());
  }

  Diagnosis examine(InstantSource clock) {
    return Doctor.examine(
        new DoctorOptions(uri(), false, null, "ada", PASSWORD, clock, ProxySelector.of(null), null),
        _ -> {});
  }

  /** What the doctor says of a server without an account. */
  static Diagnosis examine(URI server, @Nullable ProxySelector proxies) {
    return Doctor.examine(
        new DoctorOptions(
            server,
            true,
            null,
            null,
            null,
            InstantSource.system(),
            proxies == null ? ProxySelector.of(null) : proxies,
            null),
        _ -> {});
  }

  static Check check(Diagnosis diagnosis, String name) {
    return diagnosis.checks().stream()
        .filter(check -> check.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new AssertionError(name + " is not in " + diagnosis));
  }

  /** The check has failed, names the fault by this word, and says what to do. */
  static void assertFault(Diagnosis diagnosis, String name, String word) {
    Check check = check(diagnosis, name);
    assertThat(check.outcome()).as("%s", diagnosis).isEqualTo(Outcome.FAILED);
    assertThat(check.detail()).contains(word);
    assertThat(check.todo()).isNotBlank();
  }

  @Override
  public void close() {
    http.shutdownNow();
    node.close();
  }
}
