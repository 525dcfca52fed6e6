package dev.plait.peer.core;

import dev.plait.protocol.delivery.SendEffect;
import dev.plait.protocol.delivery.Sender;
import dev.plait.protocol.wire.Frame;
import dev.plait.protocol.wire.StreamId;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a sending half wants, as effects of the core. Owned by the peer's thread; one for all own
 * streams.
 *
 * <p>Invariants: a sender hears that custody is over when that is on disk, in the order in which it
 * was written, or a crash could lose entries (DLV-12); what changes a status is written before it
 * is told.
 */
final class OutEffects {
  /** That custody of some entries is over, on its way to the disk. */
  record TakingBack(long ticket, StreamId stream, UUID target) {}

  private final Effects effects;
  private final OutWrites writes;
  private final Rosters rosters;
  private final DevicePaths paths;
  private final Forks forks;
  private final Queue<TakingBack> takingBack = new ArrayDeque<>();

  OutEffects(Effects effects, Rosters rosters, DevicePaths paths, Forks forks) {
    this.effects = effects;
    this.writes = new OutWrites(effects);
    this.rosters = rosters;
    this.paths = paths;
    this.forks = forks;
  }

  /** The next that is on disk, when all writes up to that ticket are; null for none. */
  @Nullable TakingBack takenBack(long throughTicket) {
    TakingBack next = takingBack.peek();
    return next != null && next.ticket() <= throughTicket ? takingBack.remove() : null;
  }

  /** Does all that the sender wants now. */
  void drain(Sender sender) {
    for (SendEffect effect = sender.poll(); effect != null; effect = sender.poll()) {
      apply(sender, effect);
    }
  }

  private void apply(Sender sender, SendEffect effect) {
    StreamId stream = sender.stream();
    switch (effect) {
      case SendEffect.Post(var entries) -> {
        Frame.Roster roster = rosters.get(stream.conversation());
        effects.add(
            new CoreEffect.ToServer(
                new Frame.Post(
                    effects.nextRef(),
                    stream.conversation(),
                    stream.epoch(),
                    roster == null ? 0 : roster.version(),
                    entries)));
      }
      case SendEffect.SendDirect(var target, var generation, var entries) ->
          paths.sendEntries(target, generation, new Frame.Entries(stream, false, entries));
      case SendEffect.StatusChanged(var target, var seqs, var status, var code) ->
          writes.status(sender, target, seqs, status, code);
      case SendEffect.Custody(var _) -> {}
      case SendEffect.CustodyTakenBack(var target, var seqs) -> {
        long ticket =
            effects.persist(List.of(new DiskWrite.CustodyTakenBack(stream, target, seqs)));
        takingBack.add(new TakingBack(ticket, stream, target));
      }
      case SendEffect.Replaced(var target, var by, var seqs) -> {
        effects.persistLazily(new DiskWrite.TargetReplaced(stream, target, by));
        effects.tell(new PeerEvent.TargetReplaced(stream, target, by, seqs));
      }
      case SendEffect.Forget(var seqs) -> effects.persistLazily(new DiskWrite.Forget(stream, seqs));
      case SendEffect.CancelRows(var target, var throughSeq, var ref) ->
          effects.add(
              new CoreEffect.ToServer(
                  new Frame.Cancel(
                      ref, stream.conversation(), stream.epoch(), target, throughSeq)));
      case SendEffect.NeedFromTranscript(var seqs) ->
          effects.add(new CoreEffect.ReadOwn(stream, seqs));
      case SendEffect.NeedAgain(var target, var fromSeq, var throughSeq, var most) ->
          effects.add(new CoreEffect.ReadAgain(stream, target, fromSeq, throughSeq, most));
      case SendEffect.Forked(var target, var evidence) -> forks.handleForked(target, evidence);
    }
  }
}
