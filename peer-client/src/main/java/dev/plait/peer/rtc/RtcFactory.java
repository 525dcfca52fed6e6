package dev.plait.peer.rtc;

import dev.onvoid.webrtc.PeerConnectionFactory;
import dev.onvoid.webrtc.media.audio.HeadlessAudioDeviceModule;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The native WebRTC library of this process, loaded at the first {@link #get()} and kept for good.
 *
 * <p>Every call into the library is a blocking hop to a native thread, and none may be made from a
 * native callback. So all calls run on one thread, {@code plait-rtc}. Thread-safe.
 */
public final class RtcFactory implements RtcAvailability {
  private static final Logger LOG = LoggerFactory.getLogger(RtcFactory.class);

  private final PeerConnectionFactory nativeFactory;
  private final ThreadPoolExecutor calls;
  private final ScheduledThreadPoolExecutor alarms;

  private RtcFactory() {
    nativeFactory = new PeerConnectionFactory(new HeadlessAudioDeviceModule());
    calls =
        new ThreadPoolExecutor(
            1,
            1,
            0,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            Thread.ofPlatform().name("plait-rtc").daemon().factory());
    alarms =
        new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().name("plait-rtc-alarm").daemon().factory());
    alarms.setRemoveOnCancelPolicy(true);
  }

  /** The factory, or why there is none. Blocks for the first call only (some 100 ms). */
  public static RtcAvailability get() {
    return Holder.AVAILABILITY;
  }

  PeerConnectionFactory nativeFactory() {
    return nativeFactory;
  }

  /** Where calls into the library run, in order. */
  Executor calls() {
    return calls;
  }

  /** Runs {@code task} on {@code executor} after a while. The handle cancels it. */
  Runnable alarm(long delayMs, Executor executor, Runnable task) {
    var pending =
        alarms.schedule(
            () -> {
              try {
                executor.execute(task);
              } catch (RejectedExecutionException e) {
                LOG.debug("an alarm came after its owner had ended");
              }
            },
            delayMs,
            TimeUnit.MILLISECONDS);
    return () -> pending.cancel(false);
  }

  private static RtcAvailability load() {
    try {
      return new RtcFactory();
    } catch (LinkageError | RuntimeException e) {
      String reason = reasonOf(e);
      LOG.warn("no direct channels on this machine: {}", reason);
      return new RtcUnavailable(reason);
    }
  }

  private static String reasonOf(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    String message = String.valueOf(root.getMessage());
    return message.contains("libpulse")
        ? "libpulse.so.0 is missing (Debian and Ubuntu: apt install libpulse0)"
        : "the native WebRTC library cannot be loaded: " + message;
  }

  /** Loads lazily, once. */
  private static final class Holder {
    static final RtcAvailability AVAILABILITY = load();

    private Holder() {}
  }
}
