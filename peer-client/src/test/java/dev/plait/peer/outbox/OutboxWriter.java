package dev.plait.peer.outbox;

import dev.plait.peer.core.ArrivedBy;
import dev.plait.peer.core.DiskWrite;
import dev.plait.protocol.wire.Address;
import dev.plait.protocol.wire.AddressedEntry;
import dev.plait.protocol.wire.Bytes;
import dev.plait.protocol.wire.Entry;
import dev.plait.protocol.wire.PostedEntry;
import dev.plait.protocol.wire.StreamId;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Semaphore;

/**
 * A process to be killed: writes own and received entries as fast as the disk takes them, and says
 * on standard output what is durable ({@code s SEQ} for sent, {@code r SEQ} for received).
 */
public final class OutboxWriter {
  static final UUID CONVERSATION = new UUID(1, 1);
  static final UUID SELF = new UUID(2, 2);
  static final UUID OTHER = new UUID(3, 3);
  static final long EPOCH = 77;
  static final StreamId OWN = new StreamId(CONVERSATION, SELF, EPOCH);
  static final StreamId THEIRS = new StreamId(CONVERSATION, OTHER, 9);

  private OutboxWriter() {}

  /** Writes until killed. */
  public static void main(String[] args) throws InterruptedException {
    PrintStream out = System.out;
    try (DeviceData data = DeviceData.open(Path.of(args[0]))) {
      if (data.identity() == null) {
        data.create(new Identity("http://localhost", "ada", new UUID(8, 1), SELF, "x", EPOCH));
      }
      var state = data.load();
      long sent = state.out().isEmpty() ? 1 : state.out().getFirst().nextSeq();
      long received = state.in().isEmpty() ? 0 : state.in().getFirst().seq();
      Semaphore window = new Semaphore(200);
      while (true) {
        window.acquire();
        long seq = sent++;
        long theirs = ++received;
        data.write(
            List.of(
                new DiskWrite.Sent(
                    OWN,
                    new PostedEntry(entry(seq), List.of(new Address(OTHER, seq - 1, null))),
                    false),
                new DiskWrite.Received(
                    THEIRS,
                    List.of(new AddressedEntry(entry(theirs), theirs - 1, null)),
                    theirs,
                    theirs,
                    ArrivedBy.DIRECT,
                    false)),
            _ -> {
              out.println("s " + seq);
              out.println("r " + theirs);
              out.flush();
              window.release();
            });
      }
    }
  }

  static Entry entry(long seq) {
    return new Entry(seq, new UUID(7, seq), seq, Bytes.utf8("body " + seq));
  }
}
