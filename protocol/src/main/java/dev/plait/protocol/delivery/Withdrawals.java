package dev.plait.protocol.delivery;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/**
 * Rows of devices that are no targets any more: the server is asked to let go of them (DLV-12).
 * Owned by one {@link Facts}.
 *
 * <p>Invariants: each is asked for in every session until the server has answered that cancel; of
 * one device only the last counts, which covers those before.
 */
final class Withdrawals {
  /** What a device has not fetched, and the cancel whose answer shows that it is gone. */
  private record Withdrawal(long throughSeq, long ref) {}

  private final Rebase rebase;
  private final Map<UUID, Withdrawal> open = new LinkedHashMap<>();

  Withdrawals(Rebase rebase) {
    this.rebase = rebase;
  }

  /** A device is gone, to which rows through {@code throughSeq} may have been stored. */
  void gone(UUID device, long throughSeq) {
    open.put(device, ask(device, throughSeq));
  }

  /** A new session: what was asked in the last one gets no answer any more. */
  void asked() {
    open.replaceAll((device, last) -> ask(device, last.throughSeq()));
  }

  /** The server has answered everything through the cancel of that number. */
  void told(long ref) {
    open.values().removeIf(withdrawal -> ref >= withdrawal.ref());
  }

  private Withdrawal ask(UUID device, long throughSeq) {
    return new Withdrawal(throughSeq, rebase.cancel(device, throughSeq));
  }
}
