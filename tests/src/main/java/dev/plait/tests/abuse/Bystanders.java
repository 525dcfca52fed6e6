package dev.plait.tests.abuse;

import dev.plait.protocol.wire.Address;
import dev.plait.protocol.wire.Bytes;
import dev.plait.protocol.wire.Entry;
import dev.plait.protocol.wire.Frame;
import dev.plait.protocol.wire.PostedEntry;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.UUID;

/**
 * Two people who have nothing to do with an attack: one writes to the other, who is away. How soon
 * that is stored, and a ping answered, is what others pay.
 */
final class Bystanders implements AutoCloseable {
  private final Stranger grace;
  private final UUID conversation;
  private final long rosterVersion;
  private final Wire wire;
  private long lastSeq;
  private long lastPing;

  /** How it went for them. */
  record Served(Waits stored, Waits pings) {
    @Override
    public String toString() {
      return "stored " + stored + "; pings " + pings;
    }
  }

  /** Two new accounts that have accepted each other. */
  Bystanders(URI server) throws IOException, InterruptedException {
    Stranger ada = Stranger.signUp(server, "ada");
    grace = Stranger.signUp(server, "grace");
    conversation = ada.converse("direct", List.of(grace.account()));
    grace.accept(conversation);
    wire = Wire.connect(ada);
    rosterVersion = wire.rosterVersion(conversation);
  }

  /** Serves them so many times. */
  Served measure(int times) throws InterruptedException {
    long[] stored = new long[times];
    long[] pings = new long[times];
    for (int i = 0; i < times; i++) {
      stored[i] = post();
      pings[i] = ping();
    }
    return new Served(new Waits(stored), new Waits(pings));
  }

  private long post() throws InterruptedException {
    long seq = ++lastSeq;
    Entry entry = new Entry(seq, UUID.randomUUID(), seq, Bytes.utf8("text " + seq));
    List<Address> to = List.of(new Address(grace.device(), seq - 1, null));
    long fromNs = System.nanoTime();
    wire.send(
        new Frame.Post(seq, conversation, 7, rosterVersion, List.of(new PostedEntry(entry, to))));
    wire.next(
        Frame.Receipt.class,
        receipt -> receipt.stored().stream().anyMatch(range -> range.throughSeq() == seq));
    return System.nanoTime() - fromNs;
  }

  private long ping() throws InterruptedException {
    long n = ++lastPing;
    long fromNs = System.nanoTime();
    wire.send(new Frame.Ping(n));
    wire.next(Frame.Pong.class, pong -> pong.n() == n);
    return System.nanoTime() - fromNs;
  }

  @Override
  public void close() {
    wire.close();
  }
}
