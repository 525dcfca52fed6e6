package dev.plait.tests.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plait.peer.app.Main;
import dev.plait.peer.json.Json;
import dev.plait.tests.scenario.NodeHere;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a script does with an account as a whole. */
class AccountCommandTest {
  private static final String PASSWORD = "a password of ada";

  @TempDir Path folder;

  @Test
  void anAccountIsShownSignedOutEverywhereAndDeleted() throws Exception {
    try (NodeHere node = NodeHere.start(folder)) {
      try (Program export = run(node.uri(), "desk", PASSWORD, "export")) {
        assertThat(export.awaitEnd()).as(export.errors()).isZero();
        Map<String, Object> account = Json.object(export.output().strip());
        assertThat(account).containsEntry("handle", "ada").doesNotContainKey("next");
        assertThat(Json.objects(account, "devices")).hasSize(1);
      }
      run(node.uri(), "phone", PASSWORD, "export").awaitEnd();

      try (Program out = run(node.uri(), "desk", null, "sign-out-everywhere")) {
        assertThat(out.awaitEnd()).as(out.errors()).isZero();
        assertThat(out.output()).contains("Every device of ada is signed out");
      }
      try (Program phone = run(node.uri(), "phone", null, "export")) {
        assertThat(phone.awaitEnd()).isEqualTo(1);
        assertThat(phone.errors()).contains("Sign in again").doesNotContain("Exception");
      }

      run(node.uri(), "desk", PASSWORD, "export").awaitEnd();
      try (Program guess = run(node.uri(), "desk", "wrong horse battery", "delete")) {
        assertThat(guess.awaitEnd()).isEqualTo(1);
        assertThat(guess.errors()).contains("Check handle and password");
      }
      try (Program asked = run(node.uri(), "desk", null, "delete")) {
        assertThat(asked.awaitEnd()).isEqualTo(1);
        assertThat(asked.errors()).contains("password is needed once more", "PLAIT_PASSWORD");
      }
      try (Program delete = run(node.uri(), "desk", PASSWORD, "delete")) {
        assertThat(delete.awaitEnd()).as(delete.errors()).isZero();
        assertThat(delete.output()).contains("is deleted", folder.resolve("desk").toString());
      }
      try (Program again = run(node.uri(), "other", PASSWORD, "export")) {
        assertThat(again.awaitEnd()).isEqualTo(1);
        assertThat(again.errors()).contains("wrong password for ada");
      }
    }
  }

  @Test
  void anUnknownActionIsWrongUsage() throws Exception {
    try (Program wrong = run(URI.create("http://127.0.0.1:1"), "desk", PASSWORD, "vanish")) {
      assertThat(wrong.awaitEnd()).isEqualTo(2);
      assertThat(wrong.errors()).contains("'vanish' is none of export");
    }
  }

  private Program run(URI server, String data, @Nullable String password, String action)
      throws IOException {
    Map<String, String> environment =
        password == null ? Map.of() : Map.of("PLAIT_PASSWORD", password);
    return Program.start(
        Main.class,
        folder,
        environment,
        Program.arguments(server, folder.resolve(data), "account", "ada", action));
  }
}
