package dev.plait.turn.check;

import dev.plait.turn.probe.TurnClient;
import dev.plait.turn.probe.TurnException;
import dev.plait.turn.stun.Payload;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Sends packets through a server, from a channel of a client to the far end. Used by one thread.
 */
final class RelayMeasurement {
  /** Few enough for the buffers on the way, enough for 40 Mbit/s at a round trip of 10 ms. */
  static final int WINDOW_PACKETS = 50;

  private static final int PACKET_BYTES = 1_000;
  private static final int PINGS = 9;
  private static final Duration DURATION = Duration.ofSeconds(1);

  /** What is not there by then is lost. */
  private static final Duration PATIENCE = Duration.ofMillis(500);

  private static final double NS_PER_MS = 1e6;
  private static final double NS_PER_US = 1e3;

  private final TurnClient near;
  private final int channel;
  private final FarEnd far;

  /** Between the peer of a client's channel and the client. */
  RelayMeasurement(TurnClient near, int channel, FarEnd far) {
    this.near = near;
    this.channel = channel;
    this.far = far;
  }

  /** Measures; null when nothing comes through. */
  @Nullable Relaying measure() throws TurnException, IOException {
    double[] roundTripsMs = new double[PINGS];
    int answered = 0;
    for (int i = 0; i < PINGS; i++) {
      double roundTripMs = ping(i);
      if (roundTripMs >= 0) {
        roundTripsMs[answered++] = roundTripMs;
      }
    }
    if (answered == 0) {
      return null;
    }
    Arrays.sort(roundTripsMs, 0, answered);
    return flood(roundTripsMs[answered / 2]);
  }

  /** Milliseconds until the far end has it and its answer is back; -1 when it is lost. */
  private double ping(int number) throws TurnException, IOException {
    long sentNs = System.nanoTime();
    near.send(channel, packet(number));
    Payload there = far.receive(PATIENCE);
    if (there == null) {
      return -1;
    }
    far.send(there);
    TurnClient.Relayed back = near.receive(PATIENCE);
    return back != null && back.data().equals(there)
        ? (System.nanoTime() - sentNs) / NS_PER_MS
        : -1;
  }

  private Relaying flood(double roundTripMs) throws TurnException, IOException {
    long began = System.nanoTime();
    long lastNs = began;
    int sent = 0;
    int arrived = 0;
    int done = 0; // all before this number have arrived or are lost
    while (true) {
      boolean isOver = System.nanoTime() - began >= DURATION.toNanos();
      while (!isOver && sent - done < WINDOW_PACKETS) {
        near.send(channel, packet(sent++));
      }
      if (done >= sent) {
        break;
      }
      Payload packet = far.receive(PATIENCE);
      if (packet == null) {
        done = sent;
      } else if (packet.size() == PACKET_BYTES) {
        lastNs = System.nanoTime();
        arrived++;
        done = Math.max(done, ByteBuffer.wrap(packet.toArray()).getInt() + 1);
      }
    }
    double mbitPerS = arrived * 8.0 * PACKET_BYTES * NS_PER_US / Math.max(1, lastNs - began);
    return new Relaying(
        far instanceof FarEnd.OtherClient,
        roundTripMs,
        mbitPerS,
        100.0 * (sent - arrived) / Math.max(1, sent));
  }

  private static Payload packet(int number) {
    return Payload.of(ByteBuffer.allocate(PACKET_BYTES).putInt(number).array());
  }
}
