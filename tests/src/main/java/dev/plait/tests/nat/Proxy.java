package dev.plait.tests.nat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** tinyproxy, as a company runs it: CONNECT to port 443 only. Stateless. */
final class Proxy {
  private Proxy() {}

  static Service start(Namespace in, String address, int port, Path folder)
      throws IOException, InterruptedException {
    Path configuration = folder.resolve(in.name() + ".tinyproxy");
    Files.writeString(
        configuration,
        """
        User nobody
        Group nogroup
        Listen %s
        Port %d
        Timeout 600
        Allow 192.168.0.0/16
        ConnectPort 443
        MaxClients 100
        LogLevel Warning
        """
            .formatted(address, port));
    return Service.start(
        in,
        List.of("tinyproxy", "-d", "-c", configuration.toString()),
        folder.resolve(in.name() + ".log"),
        address + ":" + port);
  }
}
