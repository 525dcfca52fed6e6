package dev.plait.tests.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plait.tests.abuse.AttackMain;
import dev.plait.tests.scenario.NodeHere;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code ./plait attack} says when it cannot begin. */
class AttackTest {
  @TempDir Path folder;

  @Test
  void aNodeThatTakesNoMoreAccountsIsToldWithWhatHelps() throws Exception {
    Map<String, String> few = Map.of("plait.limits.sign-up-per-address-per-hour", "1");
    try (NodeHere node = NodeHere.start(folder, few);
        Program attack = attack(node.uri().toString())) {
      assertThat(attack.awaitEnd()).isEqualTo(1);
      assertThat(attack.errors())
          .contains("no more accounts", "plait.limits.sign-up-per-address-per-hour");
    }
  }

  @Test
  void onlyANodeOfThisMachineIsAttacked() throws Exception {
    try (Program attack = attack("http://192.0.2.1:8787")) {
      assertThat(attack.awaitEnd()).isEqualTo(2);
      assertThat(attack.errors()).contains("only a node on this machine");
    }
  }

  private Program attack(String server) throws IOException {
    return Program.start(AttackMain.class, folder, Map.of(), List.of("--server", server));
  }
}
