package dev.plait.server.admission;

import java.util.concurrent.ConcurrentHashMap;

/**
 * How many connections each network has open, without those of devices that have said a good hello.
 * Safe from any thread; never blocks.
 */
public final class OpenConnections {
  private final ConcurrentHashMap<String, Integer> open = new ConcurrentHashMap<>();
  private final int most;

  /** So many a network may have. */
  public OpenConnections(int most) {
    this.most = most;
  }

  /** One has opened; false when the network has as many as it may, so that this one is to end. */
  public boolean enter(String network) {
    return add(network, 1) <= most;
  }

  /** One has ended, or counts no longer. */
  public void leave(String network) {
    add(network, -1);
  }

  /** Whether the network has as many as it may. */
  public boolean isFull(String network) {
    return open.getOrDefault(network, 0) >= most;
  }

  private int add(String network, int more) {
    Integer now = open.merge(network, more, (known, add) -> known + add == 0 ? null : known + add);
    return now == null ? 0 : now;
  }
}
