package dev.plait.peer;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notices that the device is on another network, or has slept: no system tells a Java program so.
 * Looks at the addresses of the network interfaces and at the clock about once a second, on threads
 * of its own, since some systems take long to list their interfaces. Ends with its owner.
 */
final class NetworkWatch {
  private static final Logger LOG = LoggerFactory.getLogger(NetworkWatch.class);

  /** Sooner than a channel that has lost its network is found dead. */
  private static final long LOOK_MS = 1_000;

  /** A look takes about 1 ms, on some systems much longer: this part of the time goes to them. */
  private static final int LOOK_PARTS = 50;

  /** A look that comes this much too late: the machine, or this program, was not running. */
  private static final long SLEPT_MS = 10_000;

  /** Hears of it, on the owner's thread. */
  interface Listener {
    /** Other addresses than before; {@code lost}: one that was there is gone, and what used it. */
    void handleNetworkChanged(boolean lost);

    /** Nothing ran for a while; the network may be another one, too. */
    void handleSlept(long sleptMs);
  }

  private final ScheduledExecutorService owner;
  private final Listener listener;
  private Set<String> known = Set.of();
  private boolean first = true;
  private long dueMs;

  NetworkWatch(ScheduledExecutorService owner, Listener listener) {
    this.owner = owner;
    this.listener = listener;
  }

  /** Begins to look. */
  void start() {
    owner.execute(this::look);
  }

  private void look() {
    var _ =
        Thread.ofVirtual()
            .name("plait-network")
            .start(
                () -> {
                  long beganNanos = System.nanoTime();
                  Set<String> addresses = addresses();
                  long tookMs = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - beganNanos);
                  long nextMs = Math.max(LOOK_MS, LOOK_PARTS * tookMs);
                  try {
                    owner.execute(() -> compare(addresses, System.currentTimeMillis(), nextMs));
                    var _ = owner.schedule(this::look, nextMs, TimeUnit.MILLISECONDS);
                  } catch (RejectedExecutionException e) {
                    LOG.trace("the owner has ended", e);
                  }
                });
  }

  /**
   * Visible for tests.
   *
   * @param addresses what a look has found
   * @param machineMs when, by the machine's clock
   * @param nextMs after how long the next one comes
   */
  void compare(Set<String> addresses, long machineMs, long nextMs) {
    long lateMs = first ? 0 : machineMs - dueMs;
    dueMs = machineMs + nextMs;
    boolean changed = !first && !addresses.equals(known);
    boolean lost = !addresses.containsAll(known);
    first = false;
    known = addresses;
    if (lateMs > SLEPT_MS) {
      LOG.info("nothing ran for {} ms; looking at every connection", lateMs);
      listener.handleSlept(lateMs);
    } else if (changed) {
      LOG.info("another network; looking at every connection");
      listener.handleNetworkChanged(lost);
    }
  }

  /** Of interfaces that are up; none that lead nowhere else (loopback, link-local). */
  private static Set<String> addresses() {
    Set<String> addresses = new TreeSet<>();
    try {
      NetworkInterface.networkInterfaces()
          .filter(NetworkWatch::isUp)
          .flatMap(NetworkInterface::inetAddresses)
          .filter(address -> !address.isLoopbackAddress() && !address.isLinkLocalAddress())
          .map(InetAddress::getHostAddress)
          .forEach(addresses::add);
    } catch (SocketException e) {
      LOG.debug("the network interfaces cannot be listed", e);
    }
    return addresses;
  }

  private static boolean isUp(NetworkInterface network) {
    try {
      return network.isUp();
    } catch (SocketException e) {
      LOG.trace("an interface that has just gone", e);
      return false;
    }
  }
}
