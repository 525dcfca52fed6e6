package dev.plait.tests.abuse;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;

/** All devices of an attacker say what they like, as fast as they can, until closed. */
final class Flood implements AutoCloseable {
  /**
   * After a refusal: what is measured is what a node does for who asks, not how many refusals two
   * programs on one machine can exchange.
   */
  private static final int REFUSED_MS = 50;

  private final List<Wire> wires = new ArrayList<>();
  private final List<Thread> threads = new ArrayList<>();
  private final LongAdder said = new LongAdder();

  /** Answers to requests. */
  private final LongAdder heard = new LongAdder();

  private final CountDownLatch ended = new CountDownLatch(1);
  private volatile boolean running = true;

  private Flood() {}

  /** Connects all devices, and begins. */
  static Flood begin(Crowd crowd, Attack attack) throws InterruptedException {
    Flood flood = new Flood();
    for (Stranger device : crowd.devices()) {
      Wire wire = Wire.connect(device);
      flood.wires.add(wire);
      wire.ignoreAll();
    }
    for (int i = 0; i < flood.wires.size(); i++) {
      Wire wire = flood.wires.get(i);
      Stranger device = crowd.devices().get(i);
      Calls calls = new Calls(crowd, device);
      Runnable work =
          attack.isOverHttp()
              ? () -> flood.call(calls, attack)
              : () -> flood.say(wire, new Words(crowd, device, wire).of(attack));
      flood.threads.add(Thread.ofVirtual().start(work));
    }
    return flood;
  }

  private void call(Calls calls, Attack attack) {
    try {
      while (running) {
        boolean taken = calls.make(attack);
        said.increment();
        heard.increment();
        if (!taken) {
          ended.await(REFUSED_MS, TimeUnit.MILLISECONDS);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void say(Wire wire, Supplier<String> words) {
    while (running && wire.say(words.get())) {
      said.increment();
    }
  }

  /** How many frames were said, or requests made. */
  long said() {
    return said.sum();
  }

  /** How many messages came back. */
  long heard() {
    return heard.sum() + wires.stream().mapToLong(Wire::messages).sum();
  }

  @Override
  public void close() throws InterruptedException {
    running = false;
    ended.countDown();
    wires.forEach(Wire::close);
    for (Thread thread : threads) {
      thread.join();
    }
  }
}
