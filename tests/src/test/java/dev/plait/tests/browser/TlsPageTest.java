package dev.plait.tests.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page of a node that speaks TLS itself. */
final class TlsPageTest {
  @TempDir private Path folder;

  @Test
  void thePageSignsUpConnectsAndComesBackOverTls() throws Exception {
    Map<String, String> selfSigned =
        Map.of("plait.http.self-signed", "true", "plait.http.host", "127.0.0.1");
    try (BrowserWorld world = new BrowserWorld(folder, selfSigned)) {
      BrowserContext profile = world.browser().carelessProfile();
      PageUser ada = new PageUser(profile, world.uri());
      assertThat(ada.page().url()).startsWith("https://127.0.0.1:");
      ada.fillForm(BrowserWorld.freshName("ada"), WebPeer.PASSWORD);
      ada.see("new");
      ada.awaitConnection("online"); // by wss, from the page's own origin

      ada.page().reload();
      ada.see("new");
      ada.awaitConnection("online");

      assertThat(profile.cookies())
          .allMatch(cookie -> cookie.secure && cookie.httpOnly)
          .extracting(cookie -> cookie.name.replaceFirst("[0-9a-f-]{36}$", ""))
          .containsExactlyInAnyOrder("__Secure-plait-refresh-", "__Secure-plait-device-");
      assertThat(ada.errors()).isEmpty();
    }
  }
}
