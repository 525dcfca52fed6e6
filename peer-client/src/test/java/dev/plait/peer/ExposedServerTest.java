package dev.plait.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Path;
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
}
