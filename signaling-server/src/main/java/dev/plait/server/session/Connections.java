package dev.plait.server.session;

import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * All open connections, admitted or not, and the one timer that looks after them. Safe from any
 * thread; lives as long as the node.
 */
public final class Connections implements AutoCloseable {
  /** Hello, silence and token ends are found within this time. */
  private static final long LOOK_EVERY_MS = 1_000;

  private final Set<DeviceSession> open = ConcurrentHashMap.newKeySet();
  private final SessionServices services;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("session-timer").factory());

  /** Starts looking. */
  public Connections(SessionServices services) {
    this.services = services;
    var _ =
        timer.scheduleWithFixedDelay(
            this::look, LOOK_EVERY_MS, LOOK_EVERY_MS, TimeUnit.MILLISECONDS);
  }

  /**
   * A connection has opened; it waits for its hello.
   *
   * @param onAdmitted hears of the device once its hello was good
   */
  public DeviceSession open(Outbound out, Consumer<UUID> onAdmitted) {
    DeviceSession session = new DeviceSession(services, out, onAdmitted, open::remove);
    open.add(session);
    return session;
  }

  private void look() {
    long nowMs = services.clock().millis();
    open.forEach(session -> session.handleTimeout(nowMs));
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}
