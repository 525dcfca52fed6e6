package dev.plait.tests.browser;

import static dev.plait.tests.browser.BrowserWorld.awaitTrue;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.WebSocketRoute;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A server that says what it must not, and a disk that is full. */
final class HostileTest {
  private static BrowserWorld world;

  @BeforeAll
  static void start(@TempDir Path folder) throws Exception {
    world = new BrowserWorld(folder);
  }

  @AfterAll
  static void stop() throws Exception {
    world.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "not json",
        "{\"type\":\"entries\"}",
        "{\"type\":\"nonsense\"}",
        "{\"type\":\"welcome\"}",
        "[[[[[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]]]]]",
        "{\"type\":\"pong\",\"n\":1e400}",
        "{\"__proto__\":{\"type\":\"live\"}}"
      })
  void aMalformedFrameEndsTheSessionAndLosesNothing(String frame) {
    WebPeer ada = new WebPeer(world.browser().freshProfile(), world.node().uri());
    AtomicInteger sessions = new AtomicInteger();
    ada.page()
        .routeWebSocket(
            "**/v1/connect",
            socket -> {
              WebSocketRoute server = socket.connectToServer();
              AtomicInteger heard = new AtomicInteger();
              boolean broken = sessions.incrementAndGet() == 1;
              server.onMessage(
                  message -> {
                    socket.send(message.text());
                    if (broken && heard.incrementAndGet() == 6) {
                      socket.send(frame);
                    }
                  });
            });
    ada.signUp(BrowserWorld.freshName("ada"));
    TwoPages pages = TwoPages.introduce(ada, world.signUp("grace"));

    pages.ada().say(pages.conversation(), "a", 0, 100);
    pages.grace().say(pages.conversation(), "g", 0, 100);

    awaitTrue(() -> sessions.get() >= 2);
    pages.awaitEqual(200);
    pages.assertInOrder("a", 100);
    pages.assertInOrder("g", 100);
  }

  @Test
  void aFullDiskIsToldAndLosesNothing() {
    TwoPages pages = world.meet();
    CDPSession session = pages.ada().page().context().newCDPSession(pages.ada().page());
    pages.ada().say(pages.conversation(), "a", 0, 10);

    quota(session, 1);
    pages.ada().begin("say", List.of(pages.conversation(), "b", 0, 50, 0));
    pages.grace().say(pages.conversation(), "g", 0, 50);
    awaitTrue(() -> warnings(pages.ada()).stream().anyMatch(text -> text.contains("no space")));
    assertThat(pages.grace().texts(pages.conversation())).hasSize(60);
    quota(session, -1);

    pages.awaitEqual(110);
    pages.assertInOrder("b", 50);
    pages.assertInOrder("g", 50);
  }

  /** Lets the origin keep that many bytes; a negative number takes it back. */
  private static void quota(CDPSession session, int bytes) {
    JsonObject parameters = new JsonObject();
    parameters.addProperty("origin", world.node().uri().toString());
    if (bytes >= 0) {
      parameters.addProperty("quotaSize", bytes);
    }
    session.send("Storage.overrideQuotaForOrigin", parameters);
  }

  private static List<String> warnings(WebPeer page) {
    return page.ask("warnings", null);
  }
}
