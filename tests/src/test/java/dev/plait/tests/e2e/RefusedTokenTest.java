package dev.plait.tests.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plait.peer.Peer;
import dev.plait.peer.PeerException;
import dev.plait.peer.PeerOptions;
import dev.plait.tests.scenario.NodeHere;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A token that the node refuses over HTTP although the device takes it for good. */
class RefusedTokenTest {
  private static final String PASSWORD = "a long password";

  private final AtomicReference<Instant> now = new AtomicReference<>(Instant.now());

  @TempDir Path folder;

  @Test
  void theRequestIsRepeatedWithAFreshOne() throws Exception {
    InstantSource clock = now::get;
    try (NodeHere node = NodeHere.start(folder, Map.of(), clock);
        Peer ada = peer(node, "ada");
        Peer grace = peer(node, "grace")) {
      // To the node all tokens have ended, to the devices none has.
      now.updateAndGet(time -> time.plus(Duration.ofMinutes(20)));

      assertThat(ada.createGroup("Engines", List.of("grace")).members()).hasSize(2);
      assertThat(grace.openDirect("ada").members()).hasSize(2);
      assertThatThrownBy(() -> ada.openDirect("nobody"))
          .isInstanceOf(PeerException.class)
          .hasMessageContaining("nobody");
    }
  }

  private Peer peer(NodeHere node, String handle) throws Exception {
    return Peer.connect(
        PeerOptions.of(node.uri(), handle, PASSWORD, folder.resolve(handle))
            .withSignUp()
            .withDirect(false));
  }
}
