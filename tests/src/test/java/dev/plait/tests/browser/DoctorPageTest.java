package dev.plait.tests.browser;

import static dev.plait.tests.browser.BrowserWorld.awaitTrue;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import dev.plait.tests.scenario.NodeProcess;
import dev.plait.turn.probe.Coturn;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The checks of the connection in the page, with a real coturn on loopback. */
@Tag("waits")
final class DoctorPageTest {
  private static final List<String> NEED_AN_ACCOUNT =
      List.of("token", "ice-servers", "stun", "turn", "data-channel");

  private static final String CONNECTIONS_ARE_COUNTED =
      """
      () => {
        const Real = RTCPeerConnection;
        window.made = [];
        window.RTCPeerConnection = class extends Real {
          constructor(configuration) {
            super(configuration);
            made.push(this);
          }
        };
      }
      """;

  @TempDir private Path folder;

  private static Coturn coturn(Path folder, String secret) throws Exception {
    return Coturn.start(folder, "use-auth-secret", "static-auth-secret=" + secret);
  }

  /** A node that offers a TURN server on loopback, over UDP and TCP. */
  private static Map<String, String> offering(int port) {
    Map<String, String> settings = new HashMap<>();
    settings.put("plait.turn.nodes", "one");
    settings.put("plait.turn.secret", Coturn.SECRET);
    settings.put("plait.turn.realm", "plait.test");
    settings.put("plait.turn.one.host", "127.0.0.1");
    settings.put("plait.turn.one.udp-port", Integer.toString(port));
    settings.put("plait.turn.one.tcp-port", Integer.toString(port));
    settings.put("plait.turn.one.tls-port", "0");
    // What the page finds out is looked at, not what the node has found out by then.
    settings.put("plait.turn.probe-every-s", "300");
    return settings;
  }

  private static void check(PageUser user) {
    user.click("doctor");
    user.see("verdict");
  }

  private static Map<String, String> outcomes(PageUser user) {
    Map<String, String> outcomes = new HashMap<>();
    user.all("check")
        .all()
        .forEach(
            row -> outcomes.put(row.getAttribute("data-name"), row.getAttribute("data-outcome")));
    return outcomes;
  }

  private static String words(PageUser user, String check) {
    return user.page().locator("[data-name=" + check + "]").innerText();
  }

  @Test
  void whereAllIsWellEveryCheckSaysSoAndTheReportHasNoSecret() throws Exception {
    try (Coturn coturn = coturn(folder, Coturn.SECRET);
        BrowserWorld world = new BrowserWorld(folder, offering(coturn.port()))) {
      PageUser ada = PageUser.signUp(world, "ada");
      ada.page().context().grantPermissions(List.of("clipboard-read", "clipboard-write"));
      ada.click("settings");
      check(ada);

      assertThat(outcomes(ada))
          .hasSize(10)
          .containsKeys("turn-udp", "turn-tcp")
          .allSatisfy((name, outcome) -> assertThat(outcome).as(words(ada, name)).isEqualTo("ok"));
      assertThat(words(ada, "data-channel")).containsPattern("round trip [0-9.]+ ms, [0-9.]+ Mbit");
      assertThat(ada.all("verdict").innerText())
          .startsWith("This browser can use: direct paths to")
          .contains("TURN by UDP, TCP")
          .endsWith("the server's relay and store.");
      Screens.look(ada, 1280, "checks-well");

      ada.click("copy-report");
      ada.seeText("The report is copied.");
      Screens.look(ada, 390, "phone-checks-copied");
      String report = (String) ada.page().evaluate("navigator.clipboard.readText()");
      assertThat(report)
          .contains("ok       data-channel", ada.all("verdict").innerText())
          .doesNotContain(WebPeer.PASSWORD, "Bearer", "credential", "username");
      assertThat(ada.errors()).isEmpty();
    }
  }

  @Test
  void closedInMidCheckItEndsAtOnceAndBeginsAnewWhenAskedAgain() throws Exception {
    try (DatagramSocket silent = new DatagramSocket(0, InetAddress.getLoopbackAddress());
        BrowserWorld world = new BrowserWorld(folder, offering(silent.getLocalPort()))) {
      PageUser ada = PageUser.signUp(world, "ada");
      Page page = ada.page();
      page.evaluate(CONNECTIONS_ARE_COUNTED);
      ada.click("settings");
      ada.click("doctor");
      page.waitForSelector("[data-name=ice-servers]");
      awaitTrue(() -> open(page) > 0);
      ada.click("close-dialog");
      assertThat(open(page)).isZero();
      ada.see("own-handle");

      check(ada);
      assertThat(words(ada, "turn-udp")).contains("nothing answers");
      ada.click("check-again");
      awaitTrue(() -> "dialog-title".equals(page.evaluate("document.activeElement.id")));
      ada.see("checking");
      ada.see("verdict");
      assertThat(open(page)).isZero();
      ada.click("close-dialog");
      ada.see("own-handle");
      assertThat(ada.errors()).isEmpty();
    }
  }

  /** How many connections of the page are not closed. */
  private static int open(Page page) {
    return (int)
        page.evaluate("made.filter(({ connectionState }) => connectionState !== 'closed').length");
  }

  @Test
  void aWrongTurnSecretIsNamedWithWhatToDo() throws Exception {
    try (Coturn coturn = coturn(folder, "another-secret-another-secret-12");
        BrowserWorld world = new BrowserWorld(folder, offering(coturn.port()))) {
      PageUser ada = PageUser.signUp(world, "ada");
      ada.click("settings");
      check(ada);

      assertThat(outcomes(ada))
          .containsEntry("stun", "ok")
          .containsEntry("turn-udp", "failed")
          .containsEntry("turn-tcp", "failed")
          .containsEntry("data-channel", "skipped");
      assertThat(words(ada, "turn-udp"))
          .contains("it does not take the credential (401)", "compare plait.turn.secret");
      assertThat(ada.all("verdict").innerText())
          .startsWith(
              "This browser can use: direct paths to public addresses at least; the server's")
          .contains("Failed: TURN by UDP, TURN by TCP.");
      for (ColorScheme scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
        ada.page().locator("[data-name=data-channel]").scrollIntoViewIfNeeded();
        String name = "checks-failed-" + scheme.name().toLowerCase(Locale.ROOT);
        ada.look(scheme);
        Screens.look(ada, 1280, name);
        Screens.look(ada, 390, "phone-" + name);
      }
    }
  }

  @Test
  void withoutAnAccountTheChecksThatNeedOneAreSkippedAndSaySo() throws Exception {
    try (BrowserWorld world = new BrowserWorld(folder)) {
      PageUser stranger = new PageUser(world.browser().freshProfile(), world.uri());
      check(stranger);

      assertThat(outcomes(stranger))
          .containsEntry("server", "ok")
          .containsEntry("node", "ok")
          .containsEntry("clock", "ok")
          .containsEntry("websocket", "ok");
      assertThat(NEED_AN_ACCOUNT)
          .allSatisfy(name -> assertThat(outcomes(stranger)).containsEntry(name, "skipped"));
      assertThat(words(stranger, "turn")).contains("This needs an account");
      assertThat(stranger.all("verdict").innerText())
          .contains("the server's relay and store", "that needs an account");
    }
  }

  @Test
  void aServerThatIsDownIsNamedAlsoWhereNobodyCouldSignIn() throws Exception {
    try (NodeProcess node = NodeProcess.start(folder);
        BrowserWorld world = new BrowserWorld(folder, node)) {
      PageUser stranger = new PageUser(world.browser().freshProfile(), world.uri());
      stranger.see("handle");
      node.kill();
      stranger.fillForm("ada", WebPeer.PASSWORD);
      stranger.see("failure");
      check(stranger);

      assertThat(outcomes(stranger))
          .containsEntry("server", "failed")
          .containsEntry("websocket", "skipped");
      assertThat(words(stranger, "server")).contains("does not answer", "What to do:");
      assertThat(stranger.all("verdict").innerText()).startsWith("The server cannot be reached");
      Screens.look(stranger, 390, "phone-checks-server-down");

      node.restart();
      stranger.click("check-again");
      stranger.see("verdict");
      Page page = stranger.page();
      page.waitForSelector("[data-name=websocket][data-outcome=ok]");
    }
  }

  @Test
  void whoIsOfflineAsksWhy() throws Exception {
    try (NodeProcess node = NodeProcess.start(folder);
        BrowserWorld world = new BrowserWorld(folder, node)) {
      PageUser ada = PageUser.signUp(world, "ada");
      ada.awaitConnection("online");
      node.kill();
      ada.awaitConnection("offline");
      Screens.look(ada, 390, "phone-offline");
      ada.click("why-offline");
      ada.see("verdict");

      assertThat(outcomes(ada)).containsEntry("server", "failed").containsEntry("token", "skipped");
      assertThat(ada.errors()).isEmpty();
    }
  }
}
