package dev.plait.tests.nat;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.plait.peer.app.Main;
import dev.plait.tests.scenario.Place;
import dev.plait.tests.scenario.QuickJava;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What {@code ./plait doctor} says of networks of the laboratory, run on a host of each; {@code
 * NatKindsTest} has every kind of NAT.
 */
@Tag("waits")
class DoctorLabTest {
  private static final JsonMapper JSON = new JsonMapper();

  /** The doctor promises less than a minute. */
  private static final long MOST_S = 60;

  @RegisterExtension private static final LaboratoryExtension LAB = new LaboratoryExtension();

  /** The data of a device that has been signed in somewhere, and is carried from host to host. */
  private static Path device;

  @BeforeAll
  static void signUp() throws Exception {
    int number = LAB.nextNumber();
    Laboratory laboratory = LAB.laboratory();
    try (Network network =
            new Network(laboratory.net(), NetworkKind.PUBLIC, number, 1, laboratory.folder());
        JavaTalker talker = laboratory.java("doc", network, 0, laboratory.folder())) {
      talker.start();
      device = talker.side().data();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "PUBLIC, 0, public, ''",
    "PORT_RESTRICTED, 0, port-restricted, ''",
    "SYMMETRIC, 0, symmetric, ''",
    "TCP_ONLY, 1, unknown, UDP is blocked",
    "TCP_443_ONLY, 1, unknown, UDP is blocked",
    "PROXY_ONLY, 1, unknown, UDP is blocked"
  })
  void theNetworkIsNamed(NetworkKind kind, int exitCode, String nat, String fault)
      throws Exception {
    int number = LAB.nextNumber();
    Path folder = LAB.laboratory().folder();
    try (Network network = new Network(LAB.laboratory().net(), kind, number, 1, folder)) {
      JsonNode said = examine(network, number, exitCode);

      assertThat(said.path("nat").path("kind").asText()).as("%s", said).isEqualTo(nat);
      JsonNode stun = check(said, "stun");
      assertThat(stun.path("detail").asText()).contains(fault);
      assertThat(stun.path("todo").asText().isEmpty()).isEqualTo(fault.isEmpty());
      assertThat(check(said, "websocket").path("outcome").asText()).isEqualTo("ok");
      assertThat(check(said, "websocket").path("detail").asText().contains("proxy"))
          .isEqualTo(kind == NetworkKind.PROXY_ONLY);
      if (kind != NetworkKind.PROXY_ONLY) {
        assertThat(check(said, "turn-tls").path("outcome").asText()).isEqualTo("ok");
        assertThat(check(said, "data-channel").path("outcome").asText())
            .as("%s", said)
            .isEqualTo("ok");
      }
    }
  }

  private static JsonNode examine(Network network, int number, int exitCode) throws Exception {
    Laboratory laboratory = LAB.laboratory();
    Path folder = laboratory.folder();
    Place place = laboratory.place(network, 0);
    List<String> command = new ArrayList<>(place.prefix());
    command.addAll(QuickJava.command(Main.class, place.javaOptions()));
    command.addAll(List.of("doctor", "--json", "--server", Laboratory.SERVER.toString()));
    command.addAll(List.of("--data", device.toString()));
    Path out = folder.resolve("doctor" + number + ".out");
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(out.toFile())
            .redirectError(folder.resolve("doctor" + number + ".err").toFile())
            .start();
    if (!process.waitFor(MOST_S, TimeUnit.SECONDS)) {
      process.destroyForcibly().waitFor();
    }
    List<String> lines = Files.readAllLines(out);
    assertThat(process.exitValue()).as(String.join("\n", lines)).isEqualTo(exitCode);
    return JSON.readTree(lines.getLast());
  }

  private static JsonNode check(JsonNode said, String name) {
    return StreamSupport.stream(said.path("checks").spliterator(), false)
        .filter(check -> check.path("name").asText().equals(name))
        .findFirst()
        .orElseThrow(() -> new AssertionError(name + " is not in " + said));
  }
}
