package dev.plait.turn.lab;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Ports for programs that are told where to listen, which they do later or again after an end. A
 * port that the system gave and that was closed again is no such port: the system may give it to
 * anybody before the program has it. Thread-safe.
 */
public final class Ports {
  private static final int FIRST = 20_000;

  /** Where the ports begin that Linux gives to whoever asks for any; elsewhere they are higher. */
  private static final int END = 32_766;

  /** Of loopback, as all of 127.0.0.0/8 is on Linux; nothing listens there. */
  private static final byte[] CLAIMS = {127, 77, 77, 77};

  private static final int TRIES_MAX = 1_000;

  /** Held until this process ends, however it ends. */
  private static final List<DatagramSocket> HELD = new ArrayList<>();

  private Ports() {}

  /**
   * A port of loopback that is free for UDP and TCP, with the one above it (RFC 5780), and stays so
   * while this process lives: no other process that asks here gets it, nor does anybody who asks
   * the system for any port.
   *
   * @throws IllegalStateException when there is none
   */
  public static synchronized int claim() {
    InetAddress loopback = InetAddress.getLoopbackAddress();
    for (int tries = 0; tries < TRIES_MAX; tries++) {
      int port = ThreadLocalRandom.current().nextInt(FIRST / 2, END / 2) * 2;
      try (ServerSocket tcp = new ServerSocket(port, 1, loopback);
          DatagramSocket udp = new DatagramSocket(port, loopback);
          DatagramSocket above = new DatagramSocket(port + 1, loopback)) {
        if (tcp.isBound() && udp.isBound() && above.isBound()) {
          hold(port);
          return port;
        }
      } catch (IOException taken) {
        // Another one.
      }
    }
    throw new IllegalStateException("no free port from " + FIRST + " to " + END);
  }

  private static void hold(int port) throws IOException {
    InetAddress claims = InetAddress.getByAddress(CLAIMS);
    try (DatagramSocket any = new DatagramSocket(0, claims)) {
      if (!any.isBound()) {
        return;
      }
    } catch (IOException elsewhere) {
      return; // Other systems have 127.0.0.1 only, and programs there take their chance.
    }
    HELD.add(new DatagramSocket(port, claims));
  }
}
