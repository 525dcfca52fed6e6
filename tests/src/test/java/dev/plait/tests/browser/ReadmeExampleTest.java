package dev.plait.tests.browser;

import static dev.plait.tests.browser.BrowserWorld.awaitTrue;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The example of the library's page, run as it stands there, but for names of places; whom it asks
 * says yes.
 */
final class ReadmeExampleTest {
  private static final Pattern EXAMPLE = Pattern.compile("```js\n(.*?)```", Pattern.DOTALL);

  @Test
  void theExampleTalksAndListens(@TempDir Path folder) throws Exception {
    Matcher example = EXAMPLE.matcher(Files.readString(Path.of("../web-demo/README.md")));
    assertThat(example.find()).isTrue();
    try (BrowserWorld world = new BrowserWorld(folder)) {
      String code =
          example
              .group(1)
              .replace("import {", "const {")
              .replace("} from 'plait-client';", "} = await import('/lib/index.js');")
              .replace("https://chat.example.org", world.uri().toString());
      WebPeer grace = WebPeer.signUp(world.browser().freshProfile(), world.uri(), "grace");
      Page page = world.browser().freshProfile().newPage();
      List<String> said = new ArrayList<>();
      page.onConsoleMessage(message -> said.add(message.text()));
      page.navigate(world.uri().resolve(ChromiumProgram.BARE_PAGE).toString());

      page.evaluate(
          "password => { window.example = (async () => {" + code + "return conv;})(); }",
          WebPeer.PASSWORD);
      awaitTrue(() -> !conversations(grace).isEmpty());
      grace.accept(String.valueOf(conversations(grace).getFirst().get("conv")));
      Object conversation = page.evaluate("window.example");

      assertThat(grace.texts(String.valueOf(conversation))).containsExactly("Hello");
      grace.say(String.valueOf(conversation), "Hello, Ada ", 1, 1);
      awaitTrue(() -> page.evaluate("1") != null && said.toString().contains("Hello, Ada 1"));
    }
  }

  private static List<Map<String, Object>> conversations(WebPeer of) {
    return of.ask("conversations", null);
  }
}
