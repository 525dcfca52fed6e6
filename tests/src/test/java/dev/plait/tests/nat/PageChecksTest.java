package dev.plait.tests.nat;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.PlaywrightException;
import com.microsoft.playwright.options.WaitForSelectorState;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What the page finds out about the network that its browser is in. */
class PageChecksTest {
  private static final double MOST_MS = 60_000;

  /**
   * The page gives servers 4 s and a channel 7 s; a machine that does much else may be late once.
   */
  private static final int LOOKS_MAX = 3;

  @RegisterExtension private static final LaboratoryExtension LAB = new LaboratoryExtension();

  /** The checks as somebody in such a network sees them. */
  private static final class Checked implements AutoCloseable {
    private final Parts parts = new Parts();
    private final Page page;

    Checked(NetworkKind kind) throws Exception {
      Laboratory laboratory = LAB.laboratory();
      int number = LAB.nextNumber();
      Path files = Files.createDirectories(laboratory.folder().resolve("checks-" + number));
      try {
        Network network = parts.add(new Network(laboratory.net(), kind, number, 1, files));
        PageTalker talker = parts.add(laboratory.page("ada" + number, network, 0, files));
        page = talker.visit();
        page.setDefaultTimeout(MOST_MS);
        look(page, talker.handle());
      } catch (PlaywrightException e) {
        close();
        throw e;
      }
    }

    private static void look(Page page, String handle) {
      page.fill("[data-test=handle]", handle);
      page.fill("[data-test=password]", "a look at the network");
      page.keyboard().press("Enter");
      page.click("[data-test=settings]");
      page.click("[data-test=doctor]");
      page.waitForSelector("[data-test=verdict]");
    }

    String verdict() {
      return page.locator("[data-test=verdict]").innerText();
    }

    /** The first such check in words; where it is another, somebody would look again. */
    String of(String check, String outcome) {
      for (int looks = 1; looks < LOOKS_MAX && row(check, outcome).count() == 0; looks++) {
        page.click("[data-test=check-again]");
        page.waitForSelector(
            "[data-test=verdict]",
            new Page.WaitForSelectorOptions().setState(WaitForSelectorState.DETACHED));
        page.waitForSelector("[data-test=verdict]");
      }
      Locator row = row(check, outcome);
      assertThat(row.count()).as(page.locator(".checks").innerText()).isEqualTo(1);
      return row.innerText();
    }

    private Locator row(String check, String outcome) {
      return page.locator("[data-name=" + check + "][data-outcome=" + outcome + "]").first();
    }

    @Override
    public void close() throws Exception {
      parts.close();
    }
  }

  @Test
  void behindANatOfAHomeEveryPathWorks() throws Exception {
    try (Checked checked = new Checked(NetworkKind.PORT_RESTRICTED)) {
      assertThat(checked.of("stun", "ok")).contains("one outside address for all (cone)");
      assertThat(checked.of("data-channel", "ok")).contains("Mbit/s");
      assertThat(checked.verdict())
          .contains("direct paths to most networks", "TURN by UDP, TCP, TLS", "relay and store")
          .doesNotContain("Failed");
    }
  }

  @Test
  void aSymmetricNatIsRecognised() throws Exception {
    try (Checked checked = new Checked(NetworkKind.SYMMETRIC)) {
      assertThat(checked.of("stun", "ok")).contains("(symmetric)", " and ");
      assertThat(checked.of("data-channel", "ok")).contains("Mbit/s");
    }
  }

  @Test
  void blockedUdpIsNamedAndWhatWorksInstead() throws Exception {
    try (Checked checked = new Checked(NetworkKind.TCP_ONLY)) {
      assertThat(checked.of("stun", "failed"))
          .contains("UDP is blocked here", "What to do: Have the firewall here let UDP out");
      assertThat(checked.of("turn-udp", "failed")).contains("nothing answers");
      assertThat(checked.of("data-channel", "ok")).contains("transport=tcp");
      assertThat(checked.verdict())
          .startsWith("This browser can use: TURN by TCP, TLS; the server's relay and store.")
          .contains("Failed: UDP and NAT, TURN by UDP.");
    }
  }
}
