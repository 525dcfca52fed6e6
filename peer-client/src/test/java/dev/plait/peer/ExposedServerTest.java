package dev.plait.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plait.peer.doctor.Check;
import dev.plait.peer.doctor.Doctor;
import dev.plait.peer.doctor.DoctorOptions;
import java.net.ProxySelector;
import java.net.URI;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExposedServerTest {
  @Test
  void aServerThatIsTalkedToInTheOpenIsRefusedBeforeAnythingIsMade(@TempDir Path folder) {
    Path data = folder.resolve("device");
    PeerOptions options =
        PeerOptions.of(URI.create("http://192.0.2.1:8787"), "ada", "a long password", data);
    assertThatThrownBy(() -> Peer.connect(options))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'http://192.0.2.1:8787' is not encrypted")
        .hasMessageContaining("https://");
    assertThat(data).doesNotExist();
  }

  @Test
  void theDoctorDoesNotTalkInTheOpenEitherUnlessTold() {
    URI server = URI.create("http://nowhere.invalid");
    List<Check> checks = new ArrayList<>();

    assertThatThrownBy(() -> Doctor.examine(doctor(server, false), checks::add))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'http://nowhere.invalid' is not encrypted");

    assertThat(checks).isEmpty();
    Doctor.examine(doctor(server, true), checks::add);
    assertThat(checks).isNotEmpty();
  }

  private static DoctorOptions doctor(URI server, boolean insecureHttp) {
    return new DoctorOptions(
        server,
        insecureHttp,
        null,
        null,
        null,
        InstantSource.system(),
        ProxySelector.of(null),
        null);
  }
}
