package dev.plait.peer.core;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/** Collects what the parts of a {@link DeviceCore} want done, in order, for one driver turn. */
final class Effects {
  private final Queue<CoreEffect> queue = new ArrayDeque<>();
  private long lastTicket;
  private long lastRef;

  void add(CoreEffect effect) {
    queue.add(effect);
  }

  void tell(PeerEvent event) {
    queue.add(new CoreEffect.Tell(event));
  }

  /** Wants writes, with an answer under the returned ticket. */
  long persist(List<DiskWrite> writes) {
    long ticket = ++lastTicket;
    queue.add(new CoreEffect.Persist(ticket, writes));
    return ticket;
  }

  /** Wants writes that nothing waits for. */
  void persistLazily(DiskWrite write) {
    queue.add(new CoreEffect.Persist(0, List.of(write)));
  }

  long nextRef() {
    return ++lastRef;
  }

  @Nullable CoreEffect poll() {
    return queue.poll();
  }
}
