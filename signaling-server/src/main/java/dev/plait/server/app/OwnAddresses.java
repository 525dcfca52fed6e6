package dev.plait.server.app;

import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.util.ArrayList;
import java.util.List;

/** The addresses of this machine, as others in its networks reach it. Stateless. */
final class OwnAddresses {
  private OwnAddresses() {}

  /** Those of the moment, as {@link InetAddress#getHostAddress} writes them. */
  static List<String> now() throws IOException {
    List<String> addresses = new ArrayList<>();
    for (NetworkInterface card : NetworkInterface.networkInterfaces().toList()) {
      if (card.isUp() && !card.isLoopback()) {
        card.inetAddresses()
            .filter(one -> !one.isLinkLocalAddress())
            .map(one -> one.getHostAddress().replaceFirst("%.*", ""))
            .forEach(addresses::add);
      }
    }
    return addresses;
  }
}
