package dev.plait.peer.rtc;

import dev.plait.protocol.signaling.IceState;
import dev.plait.protocol.signaling.SignalPayload;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * A data channel from this process to itself through a TURN server: shows that TURN works for real,
 * and measures it. One end may use relayed addresses only, so nothing goes round the server; the
 * other uses whatever it has, since a server that is set up well does not relay to itself. Blocks
 * for some seconds.
 */
public final class RelayLoop {
  /** Gathering, ICE and DTLS take a second or two where they come about at all. */
  private static final long OPEN_MAX_MS = 7_000;

  private static final long PONG_MAX_MS = 2_000;
  private static final int PINGS = 5;

  /** TCP and SCTP are up to speed by then. */
  private static final long MEASURE_MS = 1_000;

  /** Bounds what a metered line is charged. */
  private static final int MEASURE_BYTES_MAX = 8 * 1024 * 1024;

  private static final int FRAME_BYTES = 16_000;
  private static final String FRAME = "x".repeat(FRAME_BYTES);
  private static final String PING = "ping";

  /**
   * How it went.
   *
   * @param opened whether the channel opened and answered; if not, {@code reason} says why and the
   *     rest is empty
   * @param pair the selected candidate pair, for a person
   * @param roundTripMs shortest of some messages there and back
   * @param mbitPerS in one direction
   */
  public record Result(
      boolean opened, String reason, String pair, double roundTripMs, double mbitPerS) {}

  private final ScheduledThreadPoolExecutor owner =
      new ScheduledThreadPoolExecutor(
          1, Thread.ofPlatform().name("plait-relay-loop").daemon().factory());
  private final CompletableFuture<Void> open = new CompletableFuture<>();
  private final End near;
  private final End far;

  // Only touched on the owner's thread.
  private CompletableFuture<Long> pong = new CompletableFuture<>();
  private boolean filling;
  private long sentBytes;
  private long arrivedBytes;
  private long firstNs;
  private long lastNs;

  private RelayLoop(RtcFactory factory) {
    near = new End(factory);
    far = new End(factory);
    near.connection.relayOnly();
  }

  /** Runs it with these TURN servers. */
  public static Result run(RtcFactory factory, List<IceServer> servers)
      throws InterruptedException {
    RelayLoop loop = new RelayLoop(factory);
    try {
      return loop.run(servers);
    } catch (TimeoutException e) {
      return failed("nothing comes through within " + OPEN_MAX_MS / 1_000 + " s");
    } catch (ExecutionException e) {
      return failed(String.valueOf(e.getCause() == null ? e : e.getCause().getMessage()));
    } finally {
      loop.near.connection.dispose();
      loop.far.connection.dispose();
      loop.owner.shutdownNow();
    }
  }

  private static Result failed(String reason) {
    return new Result(false, reason, "", -1, 0);
  }

  private Result run(List<IceServer> servers)
      throws InterruptedException, ExecutionException, TimeoutException {
    near.other = far;
    far.other = near;
    near.connection.open(servers);
    far.connection.open(servers);
    near.connection.createOffer(false);
    open.get(OPEN_MAX_MS, TimeUnit.MILLISECONDS);
    double roundTripMs = Double.MAX_VALUE;
    for (int i = 0; i < PINGS; i++) {
      roundTripMs = Math.min(roundTripMs, ping());
    }
    double mbitPerS = fill();
    CompletableFuture<RtcStats> stats = new CompletableFuture<>();
    near.connection.stats(stats::complete);
    String pair = stats.get(PONG_MAX_MS, TimeUnit.MILLISECONDS).pair();
    return new Result(true, "", pair, roundTripMs, mbitPerS);
  }

  private double ping() throws InterruptedException, ExecutionException, TimeoutException {
    CompletableFuture<Long> answer = new CompletableFuture<>();
    long beginNs = System.nanoTime();
    owner.execute(
        () -> {
          pong = answer;
          near.connection.send(PING);
        });
    return (answer.get(PONG_MAX_MS, TimeUnit.MILLISECONDS) - beginNs) / 1e6;
  }

  private double fill() throws InterruptedException, ExecutionException {
    owner.execute(
        () -> {
          filling = true;
          pump();
        });
    return owner
        .schedule(
            () -> {
              filling = false;
              return arrivedBytes <= FRAME_BYTES
                  ? 0
                  : (arrivedBytes - FRAME_BYTES) * 8e3 / (lastNs - firstNs);
            },
            MEASURE_MS,
            TimeUnit.MILLISECONDS)
        .get();
  }

  /** Sends until the channel wants a pause. */
  private void pump() {
    while (filling
        && sentBytes < MEASURE_BYTES_MAX
        && near.connection.bufferedBytes() < Watermarks.HIGH_BYTES
        && near.connection.send(FRAME) == SendOutcome.TAKEN) {
      sentBytes += FRAME_BYTES;
    }
  }

  private void arrived(End at, String text) {
    if (text.length() == FRAME_BYTES) {
      lastNs = System.nanoTime();
      firstNs = arrivedBytes == 0 ? lastNs : firstNs;
      arrivedBytes += FRAME_BYTES;
    } else if (at.equals(far)) {
      far.connection.send(text);
    } else {
      pong.complete(System.nanoTime());
    }
  }

  /** One end of the channel; everything comes on the owner's thread. */
  private final class End implements RtcEvents {
    private final RtcConnection connection;

    /** Candidates of the other end that came before its description; null from then on. */
    private @Nullable List<SignalPayload.Candidate> early = new ArrayList<>();

    private @Nullable End other;

    End(RtcFactory factory) {
      connection = new RtcConnection(factory, owner, this);
    }

    private void described() {
      List<SignalPayload.Candidate> held = early;
      early = null;
      if (held != null) {
        held.forEach(connection::addCandidate);
      }
    }

    private void take(SignalPayload.Candidate candidate) {
      if (early == null) {
        connection.addCandidate(candidate);
      } else {
        early.add(candidate);
      }
    }

    private End other() {
      End there = other;
      if (there == null) {
        throw new IllegalStateException("an end without another");
      }
      return there;
    }

    @Override
    public void onLocalOffer(String sdp) {
      other().connection.takeOffer(sdp);
    }

    @Override
    public void onLocalAnswer(String sdp) {
      described();
      other().connection.takeAnswer(sdp);
    }

    @Override
    public void onAnswerTaken() {
      described();
    }

    @Override
    public void onLocalCandidate(String mid, int index, String candidate) {
      other().take(new SignalPayload.Candidate(0, mid, index, candidate));
    }

    @Override
    public void onIce(IceState state) {
      // Not the end: it fails for a while when a server refuses the first pairs, itself among them.
    }

    @Override
    public void onChannelOpen() {
      if (equals(near)) {
        open.complete(null);
      }
    }

    @Override
    public void onFrame(String text) {
      arrived(this, text);
    }

    @Override
    public void onWritable(boolean writable) {
      if (writable && equals(near)) {
        pump();
      }
    }

    @Override
    public void onChannelClosed() {
      fail("the channel closed");
    }

    @Override
    public void onFailure(String reason) {
      fail(reason);
    }

    private void fail(String reason) {
      open.completeExceptionally(new IllegalStateException(reason));
      pong.completeExceptionally(new IllegalStateException(reason));
    }
  }
}
