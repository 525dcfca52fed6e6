package dev.plait.tests.browser;

import static dev.plait.tests.browser.BrowserWorld.awaitTrue;

import com.microsoft.playwright.Page;
import dev.plait.peer.rtc.DirectLink;
import dev.plait.peer.rtc.DirectLinkEvents;
import dev.plait.peer.rtc.IceServer;
import dev.plait.peer.rtc.IceServerSource;
import dev.plait.peer.rtc.RtcFactory;
import dev.plait.protocol.signaling.NegotiationLimits;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * A page and webrtc-java with a link to each other and nothing else: the test carries their
 * signals, when and as far as it likes. Neither waits for the other, and restarts are soon allowed
 * again.
 */
final class LinkedPage implements AutoCloseable {
  static final UUID LOW = UUID.fromString("11111111-1111-4111-8111-111111111111");
  static final UUID HIGH = UUID.fromString("99999999-9999-4999-8999-999999999999");

  /** Time enough to take in what was passed, on a machine that is busy too. */
  private static final long QUIET_NS = TimeUnit.MILLISECONDS.toNanos(1_500);

  private static final NegotiationLimits LIMITS =
      new NegotiationLimits(
          0, 3_000, 15_000, 3_000, 6_000, 200, 500, 60_000, 30_000, 2_000, 60_000);

  private static final String BEGIN =
      """
      async ([self, remote, servers]) => {
        const { DirectLink } = await import('/lib/drivers/DirectLink.js');
        const { Timers } = await import('/lib/drivers/Timers.js');
        const { PeerClock } = await import('/lib/drivers/PeerClock.js');
        const { STANDARD_NEGOTIATION_LIMITS } = await import('/lib/signaling/NegotiationLimits.js');
        window.signals = [];
        window.frames_ = [];
        window.link = new DirectLink({
          self,
          remote,
          limits: { ...STANDARD_NEGOTIATION_LIMITS, politeDelayMs: 0, restartIntervalMs: 200, upgradeMs: 2000 },
          iceServers: { forConnection: (then) => then(servers), demand: () => {} },
          timers: new Timers(),
          clock: new PeerClock(),
          events: {
            onSignal: (payload) => signals.push(payload),
            onOpen: () => link.send('from the page'),
            onFrame: (_, text) => frames_.push(text),
            onClosed: (_, reason) => frames_.push('closed ' + reason),
            onWritable: () => {},
            onViolation: (rule) => frames_.push('violation ' + rule),
          },
        });
        link.start();
      }
      """;

  final Page page;
  final DirectLink link;
  private final ExecutorService owner = Executors.newSingleThreadExecutor();
  private final Heard heard = new Heard();
  private boolean turnOnly;

  /** Both begin at once. */
  LinkedPage(BrowserWorld world, UUID pageId, UUID javaId, List<IceServer> servers) {
    page = LibraryFiles.open(world);
    IceServerSource source =
        new IceServerSource() {
          @Override
          public void forConnection(Consumer<List<IceServer>> then) {
            then.accept(servers);
          }

          @Override
          public void demand() {}
        };
    RtcFactory factory = (RtcFactory) RtcFactory.get();
    link =
        new DirectLink(
            factory, javaId, pageId, LIMITS, source, owner, System::currentTimeMillis, heard);
    page.evaluate(BEGIN, List.of(pageId.toString(), javaId.toString(), plain(servers)));
    owner.execute(link::start);
  }

  /** Servers as a page is given them. */
  static List<Map<String, Object>> plain(List<IceServer> servers) {
    return servers.stream()
        .map(
            one ->
                Map.<String, Object>of(
                    "urls",
                    one.urls(),
                    "username",
                    String.valueOf(one.username()),
                    "credential",
                    String.valueOf(one.credential())))
        .toList();
  }

  /** Whether only candidates at TURN servers are passed on. */
  void turnOnly(boolean on) {
    turnOnly = on;
  }

  /** Waits until both have an offer to make; nothing is passed on meanwhile. */
  void awaitOffers() {
    awaitTrue(
        () ->
            (boolean) page.evaluate("signals.some((one) => one.includes('offer'))")
                && heard.signals.stream().anyMatch(one -> one.contains("offer")));
  }

  /** Passes signals on until that is so. */
  void until(Callable<Boolean> wanted) {
    awaitTrue(
        () -> {
          pass();
          return wanted.call();
        });
  }

  /** Until each has heard the other's first word. */
  void untilOpen() {
    until(
        () ->
            heard.frames.contains("from the page")
                && (boolean) page.evaluate("frames_.includes('from Java')"));
  }

  /**
   * Until neither has said anything for a while: no offer of before is left to be taken for a new
   * one.
   */
  void untilQuiet() {
    AtomicLong lastNs = new AtomicLong(System.nanoTime());
    awaitTrue(
        () -> {
          if (pass()) {
            lastNs.set(System.nanoTime());
          }
          return System.nanoTime() - lastNs.get() > QUIET_NS;
        });
  }

  /** Runs it on the thread of the Java link. */
  void onLink(Consumer<DirectLink> action) {
    owner.execute(() -> action.accept(link));
  }

  /** What the Java side has heard. */
  List<String> frames() {
    return List.copyOf(heard.frames);
  }

  /** Whether there was anything. */
  private boolean pass() {
    @SuppressWarnings("unchecked")
    List<String> said = (List<String>) page.evaluate("signals.splice(0)");
    for (String payload : said) {
      if (passes(payload)) {
        onLink(l -> l.handleSignal(payload));
      }
    }
    boolean any = !said.isEmpty();
    for (String payload; (payload = heard.signals.poll()) != null; any = true) {
      if (passes(payload)) {
        page.evaluate("payload => link.handleSignal(payload)", payload);
      }
    }
    return any;
  }

  private boolean passes(String payload) {
    return !turnOnly || !payload.contains(" typ ") || payload.contains(" typ relay");
  }

  @Override
  public void close() {
    onLink(DirectLink::stop);
    owner.close();
    page.close();
  }

  /** What the Java side says and hears. */
  private final class Heard implements DirectLinkEvents {
    final Queue<String> signals = new ConcurrentLinkedQueue<>();
    final Queue<String> frames = new ConcurrentLinkedQueue<>();

    @Override
    public void onSignal(String payload) {
      signals.add(payload);
    }

    @Override
    public void onOpen(long generation, int bytes) {
      link.send("from Java");
    }

    @Override
    public void onFrame(long generation, String text) {
      frames.add(text);
    }

    @Override
    public void onClosed(long generation, String reason) {
      frames.add("closed " + reason);
    }

    @Override
    public void onWritable(long generation, boolean writable) {}

    @Override
    public void onViolation(String rule) {
      frames.add("violation " + rule);
    }
  }
}
