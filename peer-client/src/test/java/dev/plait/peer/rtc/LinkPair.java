package dev.plait.peer.rtc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plait.protocol.signaling.NegotiationLimits;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import org.awaitility.Awaitility;

/** Two real links in one process, each on a thread of its own, with a signaling wire between. */
final class LinkPair implements AutoCloseable {
  static final UUID ADA = UUID.fromString("00000000-0000-4000-8000-00000000000a");
  static final UUID GRACE = UUID.fromString("00000000-0000-4000-8000-00000000000b");

  final Side ada;
  final Side grace;

  /** Whether only candidates at TURN servers pass the wire. */
  private volatile boolean turnOnly;

  LinkPair(NegotiationLimits limits) {
    this(limits, IceServerSource.NONE, IceServerSource.NONE);
  }

  LinkPair(NegotiationLimits limits, IceServerSource ofAda, IceServerSource ofGrace) {
    if (!(RtcFactory.get() instanceof RtcFactory factory)) {
      throw new AssertionError("no native library: " + RtcFactory.get());
    }
    ada = new Side(factory, ADA, GRACE, limits, ofAda);
    grace = new Side(factory, GRACE, ADA, limits, ofGrace);
    ada.other = grace;
    grace.other = ada;
  }

  static NegotiationLimits limits(long politeDelayMs) {
    return new NegotiationLimits(
        politeDelayMs, 2_000, 10_000, 1_000, 1_500, 200, 50, 1_000, 5_000, 1_000, 8_000);
  }

  /** As between two networks that let nothing pass but what goes over TURN servers. */
  void turnOnly(boolean on) {
    turnOnly = on;
  }

  private boolean passes(String payload) {
    assertThat(payload).doesNotContain("a=candidate"); // they are trickled, so can be left out
    return !turnOnly || !payload.contains(" typ ") || payload.contains(" typ relay");
  }

  void connect() {
    ada.run(DirectLink::start);
    grace.run(DirectLink::start);
    awaitOpen();
  }

  void awaitOpen() {
    await(() -> ada.ask(l -> l.openGeneration() > 0) && grace.ask(l -> l.openGeneration() > 0));
  }

  static void await(java.util.concurrent.Callable<Boolean> condition) {
    Awaitility.await()
        .atMost(Duration.ofMinutes(1))
        .pollInterval(Duration.ofMillis(5))
        .until(condition);
  }

  @Override
  public void close() {
    ada.close();
    grace.close();
  }

  /** One end; its lists are read after {@link #await} or through {@link #ask}. */
  final class Side implements DirectLinkEvents, AutoCloseable {
    final ExecutorService thread =
        Executors.newSingleThreadExecutor(Thread.ofPlatform().daemon().factory());
    final List<String> frames = new ArrayList<>();
    final List<String> closed = new ArrayList<>();
    final List<String> violations = new ArrayList<>();
    final List<Boolean> writable = new ArrayList<>();
    final List<Long> opened = new ArrayList<>();
    private final DirectLink link;
    private Side other = this;

    Side(
        RtcFactory factory,
        UUID self,
        UUID remote,
        NegotiationLimits limits,
        IceServerSource servers) {
      link =
          new DirectLink(
              factory, self, remote, limits, servers, thread, System::currentTimeMillis, this);
    }

    DirectLink link() {
      return link;
    }

    void run(java.util.function.Consumer<DirectLink> action) {
      ask(
          l -> {
            action.accept(l);
            return true;
          });
    }

    <T> T ask(Function<DirectLink, T> question) {
      Future<T> answer = thread.submit(() -> question.apply(link));
      try {
        return answer.get();
      } catch (Exception e) {
        throw new AssertionError(e);
      }
    }

    @Override
    public void onSignal(String payload) {
      Side to = other;
      if (passes(payload)) {
        to.thread.execute(() -> to.link.handleSignal(payload));
      }
    }

    @Override
    public void onOpen(long generation, int bytes) {
      opened.add(generation);
    }

    @Override
    public void onFrame(long generation, String text) {
      frames.add(text);
    }

    @Override
    public void onClosed(long generation, String reason) {
      closed.add(reason);
    }

    @Override
    public void onWritable(long generation, boolean isWritable) {
      writable.add(isWritable);
    }

    @Override
    public void onViolation(String rule) {
      violations.add(rule);
    }

    @Override
    public void close() {
      run(DirectLink::stop);
      assertThat(violations).isEmpty();
    }
  }
}
