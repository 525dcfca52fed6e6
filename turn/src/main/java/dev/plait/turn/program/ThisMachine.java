package dev.plait.turn.program;

import java.net.InetAddress;
import java.util.Locale;

/** Which hosts are this machine itself. Never asks a name server. */
public final class ThisMachine {
  private ThisMachine() {}

  /**
   * Whether what a program sends there stays on this machine: localhost, or a loopback address.
   * Names below localhost are not: unlike browsers, Java asks name servers for them.
   *
   * @param host a name, or an address, in brackets or not
   */
  public static boolean is(String host) {
    String name = host.toLowerCase(Locale.ROOT).replaceFirst("^\\[(.*)]$", "$1");
    if (name.equals("localhost")) {
      return true;
    }
    try {
      return InetAddress.ofLiteral(name).isLoopbackAddress();
    } catch (IllegalArgumentException otherName) {
      return false;
    }
  }

  /** The same for browsers, to which what is below localhost is here, too (RFC 6761 §6.3). */
  public static boolean isToBrowsers(String host) {
    return is(host) || host.toLowerCase(Locale.ROOT).endsWith(".localhost");
  }
}
