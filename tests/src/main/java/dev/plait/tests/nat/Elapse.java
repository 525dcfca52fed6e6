package dev.plait.tests.nat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Lets time pass where time itself is the matter: how long a network is away. Stateless. */
final class Elapse {
  private Elapse() {}

  static void ms(long ms) throws InterruptedException {
    var _ = new CountDownLatch(1).await(ms, TimeUnit.MILLISECONDS);
  }
}
