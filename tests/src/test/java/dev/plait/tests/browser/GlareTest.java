package dev.plait.tests.browser;

import static dev.plait.tests.browser.BrowserWorld.awaitTrue;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import dev.plait.peer.rtc.DirectLink;
import dev.plait.peer.rtc.DirectLinkEvents;
import dev.plait.peer.rtc.IceServerSource;
import dev.plait.peer.rtc.RtcFactory;
import dev.plait.protocol.signaling.NegotiationLimits;
import java.util.List;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

/** A page and webrtc-java offer at the same time, on purpose; neither hears before both have. */
final class GlareTest extends BrowserTest {
  private static final UUID LOW = UUID.fromString("11111111-1111-4111-8111-111111111111");
  private static final UUID HIGH = UUID.fromString("99999999-9999-4999-8999-999999999999");

  /** As usual, but the polite side does not wait. */
  private static final NegotiationLimits AT_ONCE =
      new NegotiationLimits(
          0, 3_000, 15_000, 3_000, 6_000, 5_000, 500, 60_000, 30_000, 30_000, 600_000);

  private static final String BEGIN =
      """
      async ([self, remote]) => {
        const { DirectLink } = await import('/lib/drivers/DirectLink.js');
        const { Timers } = await import('/lib/drivers/Timers.js');
        const { PeerClock } = await import('/lib/drivers/PeerClock.js');
        const { STANDARD_NEGOTIATION_LIMITS } = await import('/lib/signaling/NegotiationLimits.js');
        window.signals = [];
        window.frames_ = [];
        window.link = new DirectLink({
          self,
          remote,
          limits: { ...STANDARD_NEGOTIATION_LIMITS, politeDelayMs: 0 },
          iceServers: { forConnection: (then) => then([]), demand: () => {} },
          timers: new Timers(),
          clock: new PeerClock(),
          events: {
            onSignal: (payload) => signals.push(payload),
            onOpen: () => link.send('from the page'),
            onFrame: (_, text) => frames_.push(text),
            onClosed: () => {},
            onWritable: () => {},
            onViolation: (rule) => frames_.push('violation ' + rule),
          },
        });
        link.start();
      }
      """;

  @Test
  void thePageGivesWay() {
    meet(LOW, HIGH);
  }

  @Test
  void theJavaPeerGivesWay() {
    meet(HIGH, LOW);
  }

  private static void meet(UUID pageId, UUID javaId) {
    Page page = world.browser().freshProfile().newPage();
    page.navigate(world.node().uri().resolve("/lib/index.js").toString());
    try (ExecutorService owner = Executors.newSingleThreadExecutor()) {
      Heard heard = new Heard();
      RtcFactory factory = (RtcFactory) RtcFactory.get();
      DirectLink link =
          new DirectLink(
              factory,
              javaId,
              pageId,
              AT_ONCE,
              IceServerSource.NONE,
              owner,
              System::currentTimeMillis,
              heard);
      heard.link.complete(link);
      try {
        talk(page, link, owner, heard, pageId, javaId);
      } finally {
        owner.execute(link::stop);
      }
    }
    page.close();
  }

  private static void talk(
      Page page, DirectLink link, ExecutorService owner, Heard heard, UUID pageId, UUID javaId) {
    page.evaluate(BEGIN, List.of(pageId.toString(), javaId.toString()));
    owner.execute(link::start);
    awaitTrue(() -> (int) page.evaluate("signals.length") > 0 && !heard.signals.isEmpty());

    awaitTrue(
        () -> {
          pass(page, link, owner, heard);
          return heard.frames.contains("from the page")
              && (boolean) page.evaluate("frames_.includes('from Java')");
        });

    assertThat((int) page.evaluate("link.counters().glares")).isPositive();
    assertThat(link.counters().glares()).isPositive();
  }

  private static void pass(Page page, DirectLink link, ExecutorService owner, Heard heard) {
    @SuppressWarnings("unchecked")
    List<String> said = (List<String>) page.evaluate("signals.splice(0)");
    said.forEach(payload -> owner.execute(() -> link.handleSignal(payload)));
    for (String payload; (payload = heard.signals.poll()) != null; ) {
      page.evaluate("payload => link.handleSignal(payload)", payload);
    }
  }

  /** What the Java side says and hears. */
  private static final class Heard implements DirectLinkEvents {
    final Queue<String> signals = new ConcurrentLinkedQueue<>();
    final Queue<String> frames = new ConcurrentLinkedQueue<>();
    final CompletableFuture<DirectLink> link = new CompletableFuture<>();

    @Override
    public void onSignal(String payload) {
      signals.add(payload);
    }

    @Override
    public void onOpen(long generation) {
      link.join().send("from Java");
    }

    @Override
    public void onFrame(long generation, String text) {
      frames.add(text);
    }

    @Override
    public void onClosed(long generation, String reason) {}

    @Override
    public void onWritable(long generation, boolean writable) {}

    @Override
    public void onViolation(String rule) {
      frames.add("violation " + rule);
    }
  }
}
