package dev.plait.tests.abuse;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;

/** All devices of an attacker say what they like, as fast as they can, until closed. */
final class Flood implements AutoCloseable {
  private final List<Wire> wires = new ArrayList<>();
  private final List<Thread> threads = new ArrayList<>();
  private final LongAdder said = new LongAdder();
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
      Supplier<String> words = new Words(crowd, crowd.devices().get(i), wire).of(attack);
      flood.threads.add(Thread.ofVirtual().start(() -> flood.say(wire, words)));
    }
    return flood;
  }

  private void say(Wire wire, Supplier<String> words) {
    while (running && wire.say(words.get())) {
      said.increment();
    }
  }

  /** How many frames were said. */
  long said() {
    return said.sum();
  }

  /** How many messages came back. */
  long heard() {
    return wires.stream().mapToLong(Wire::messages).sum();
  }

  @Override
  public void close() throws InterruptedException {
    running = false;
    wires.forEach(Wire::close);
    for (Thread thread : threads) {
      thread.join();
    }
  }
}
