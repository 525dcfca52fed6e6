package dev.plait.peer.link;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.net.spi.InetAddressResolver;
import java.net.spi.InetAddressResolverProvider;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Puts addresses last that this machine has no address of its own to reach from: Java's HTTP client
 * tries the first address of a name only, and Java puts IPv4 first, also where there is none.
 * Registered as a service, so it serves the whole process (JEP 418). Thread-safe.
 */
public final class ReachableFirst extends InetAddressResolverProvider {
  /** Called by the service loader. */
  public ReachableFirst() {}

  @Override
  public InetAddressResolver get(Configuration configuration) {
    InetAddressResolver system = configuration.builtinResolver();
    return new InetAddressResolver() {
      @Override
      public Stream<InetAddress> lookupByName(String host, LookupPolicy policy)
          throws UnknownHostException {
        List<InetAddress> found = system.lookupByName(host, policy).toList();
        return found.size() < 2 ? found.stream() : sorted(found);
      }

      @Override
      public String lookupByAddress(byte[] address) throws UnknownHostException {
        return system.lookupByAddress(address);
      }
    };
  }

  @Override
  public String name() {
    return "plait";
  }

  /** Keeps the order within each part. */
  private static Stream<InetAddress> sorted(List<InetAddress> found) {
    List<InetAddress> own = ownAddresses();
    return found.stream()
        .sorted(
            Comparator.comparing(to -> own.stream().noneMatch(from -> isIpv4(from) == isIpv4(to))));
  }

  private static boolean isIpv4(InetAddress address) {
    return address instanceof Inet4Address;
  }

  /** Those from which the internet may be reached. */
  private static List<InetAddress> ownAddresses() {
    try {
      return NetworkInterface.networkInterfaces()
          .flatMap(NetworkInterface::inetAddresses)
          .filter(one -> !one.isLoopbackAddress() && !one.isLinkLocalAddress())
          .toList();
    } catch (SocketException unknown) {
      return List.of();
    }
  }
}
