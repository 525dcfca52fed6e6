package dev.plait.peer.core;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * Collects what the parts of a {@link DeviceCore} want done, in order, for one driver turn. Once
 * its past turns out not to be its own (DLV-22) it says nothing more to others: what it wants in
 * that turn is written and told, later only told.
 */
final class Effects {
  private enum State {
    GOING_ON,
    ENDING,
    OVER
  }

  private final Queue<CoreEffect> queue = new ArrayDeque<>();
  private long lastTicket;
  private long lastRef;
  private State state = State.GOING_ON;

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
    for (CoreEffect effect; (effect = queue.poll()) != null; ) {
      if (effect instanceof CoreEffect.BeginEpoch) {
        state = State.ENDING;
        return effect;
      } else if (counts(effect)) {
        return effect;
      }
    }
    state = state == State.GOING_ON ? state : State.OVER;
    return null;
  }

  private boolean counts(CoreEffect effect) {
    return switch (state) {
      case GOING_ON -> true;
      case ENDING -> effect instanceof CoreEffect.Persist || effect instanceof CoreEffect.Tell;
      case OVER -> effect instanceof CoreEffect.Tell;
    };
  }
}
