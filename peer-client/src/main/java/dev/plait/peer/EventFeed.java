package dev.plait.peer;

import dev.plait.peer.core.PeerEvent;
import dev.plait.peer.core.SendResult;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * Who hears what happens: the handles of own messages, then the application's listeners. Fed by the
 * peer's thread, heard on the event thread; lives as long as the peer.
 *
 * <p>Invariants: everything is heard in the order in which it was fed, by the handles before the
 * listeners; a handle hears of its targets before it hears how they fare.
 */
final class EventFeed {
  private final Executor events;
  private final Counters counters;
  private final OutgoingBook book = new OutgoingBook();
  private final List<Consumer<PeerEvent>> listeners = new CopyOnWriteArrayList<>();

  EventFeed(Executor events, Counters counters) {
    this.events = events;
    this.counters = counters;
  }

  /** Calls {@code listener} for every event from now on. From any thread. */
  void addListener(Consumer<PeerEvent> listener) {
    listeners.add(listener);
  }

  /** Something happened. */
  void tell(PeerEvent event) {
    if (event instanceof PeerEvent.MessageArrived arrived) {
      counters.arrived(arrived.by());
    } else if (event instanceof PeerEvent.PathChanged) {
      counters.switched();
    }
    events.execute(
        () -> {
          book.handle(event);
          listeners.forEach(listener -> listener.accept(event));
        });
  }

  /** A message was taken: its handle hears from now on how its targets fare. */
  void taken(Outgoing outgoing, Outgoing.Place place, SendResult.Taken taken) {
    counters.sent();
    events.execute(
        () -> {
          outgoing.expect(taken.targets(), taken.counted());
          book.put(place, outgoing);
        });
  }

  /** A message that was taken is durable. */
  void durable(Outgoing outgoing, Outgoing.Place place) {
    events.execute(() -> outgoing.place(place));
  }

  /** A message was not taken. */
  void refused(Outgoing outgoing, SendRefusedException why) {
    events.execute(() -> outgoing.refuse(why));
  }
}
