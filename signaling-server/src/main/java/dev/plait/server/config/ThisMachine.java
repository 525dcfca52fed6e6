package dev.plait.server.config;

import java.net.InetAddress;
import java.util.Locale;

/** Which hosts are this machine itself. Never asks a name server. */
public final class ThisMachine {
  private ThisMachine() {}

  /**
   * Whether what goes there stays on this machine: localhost, what is below it (RFC 6761 §6.3), or
   * a loopback address.
   *
   * @param host a name, or an address, in brackets or not
   */
  public static boolean is(String host) {
    String name = host.toLowerCase(Locale.ROOT).replaceFirst("^\\[(.*)]$", "$1");
    if (name.equals("localhost") || name.endsWith(".localhost")) {
      return true;
    }
    try {
      return InetAddress.ofLiteral(name).isLoopbackAddress();
    } catch (IllegalArgumentException otherName) {
      return false;
    }
  }
}
