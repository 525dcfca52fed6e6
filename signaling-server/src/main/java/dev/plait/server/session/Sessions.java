package dev.plait.server.session;

import dev.plait.protocol.wire.CloseCode;
import dev.plait.protocol.wire.ServerFrame;
import dev.plait.relay.SessionId;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Which device is connected here, at most once each. Safe from any thread; lives as long as the
 * node.
 */
public final class Sessions {
  private final ConcurrentHashMap<UUID, LiveSession> byDevice = new ConcurrentHashMap<>();
  private final AtomicLong numbers = new AtomicLong();

  /**
   * Makes this connection the device's session; an older one is told and closed (SES-5).
   *
   * @param welcome called before anybody else can send to it
   */
  public LiveSession admit(UUID account, UUID device, Outbound out, Consumer<LiveSession> welcome) {
    LiveSession fresh =
        new LiveSession(new SessionId(account, device, numbers.incrementAndGet()), out);
    welcome.accept(fresh);
    AtomicReference<@Nullable LiveSession> over = new AtomicReference<>();
    byDevice.merge(
        device,
        fresh,
        (known, made) -> {
          // Whoever was welcomed may be gone, and back, before this thread comes to here.
          boolean newer = made.number() > known.number();
          over.set(newer ? known : made);
          return newer ? made : known;
        });
    LiveSession old = over.get();
    if (old != null) {
      old.out().close(CloseCode.TAKEN_OVER, "This device has connected anew elsewhere.", 0);
    }
    return fresh;
  }

  /** Forgets the session; false when a newer one has taken over. */
  public boolean leave(LiveSession session) {
    return byDevice.remove(session.device(), session);
  }

  /** The device's session, null while it is away. */
  public @Nullable LiveSession of(UUID device) {
    return byDevice.get(device);
  }

  /** Sends to every connected device among these. */
  public void send(Collection<UUID> devices, ServerFrame frame) {
    for (UUID device : devices) {
      LiveSession session = byDevice.get(device);
      if (session != null) {
        session.out().send(frame);
      }
    }
  }

  /** Closes the device's session, if it has one. */
  public void close(UUID device, CloseCode code, String message) {
    LiveSession session = byDevice.get(device);
    if (session != null) {
      session.out().close(code, message, 0);
    }
  }

  /** All sessions at this moment. */
  public List<LiveSession> all() {
    return List.copyOf(byDevice.values());
  }

  /** How many devices are connected. */
  public int count() {
    return byDevice.size();
  }
}
