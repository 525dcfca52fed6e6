package dev.plait.server.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plait.server.app.TestNode.Answer;
import dev.plait.server.app.TestNode.User;
import dev.plait.server.conversation.Directory.AccountLeft;
import dev.plait.server.conversation.Directory.Change;
import dev.plait.server.conversation.Directory.RosterChanged;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whoever hears of changes may fail at one: the others, and the next changes, do not suffer. */
class DirectoryListenersTest {
  @Test
  void oneThatFailsKeepsNoChangeFromTheOthers(@TempDir Path data) {
    List<Change> heard = new CopyOnWriteArrayList<>();
    try (TestNode node = TestNode.start(data, Map.of())) {
      User ada = node.signUp("ada");
      User grace = node.signUp("grace");
      Answer group =
          node.post(
              ada,
              "/v1/conversations",
              Map.of("kind", "group", "title", "Engines", "members", List.of(grace.account())));
      String path = "/v1/conversations/" + group.text("conversation");
      node.parts()
          .directory()
          .listen(
              change -> {
                throw new IllegalStateException("a planted fault");
              });
      node.parts().directory().listen(heard::add);

      try (WrittenLog log = WrittenLog.as("text")) {
        Answer removed = node.delete(ada, path + "/members/" + grace.account());

        assertThat(removed.status()).isLessThan(300);
        assertThat(heard).hasAtLeastOneElementOfType(AccountLeft.class);
        assertThat(heard).hasAtLeastOneElementOfType(RosterChanged.class);
        assertThat(log.text()).contains("a planted fault");
      }
    }
  }
}
