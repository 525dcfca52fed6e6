package dev.plait.tests.nat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * dnsmasq, as a home router runs it. Not /etc/hosts: Chromium looks names of STUN servers up in the
 * DNS only. Stateless.
 */
final class Resolver {
  private Resolver() {}

  /** Answers on every address of a machine. */
  static Service start(Namespace in, Path folder) throws IOException, InterruptedException {
    Path names = folder.resolve("names");
    Files.writeString(names, PublicNet.NAMES);
    return Service.start(
        in,
        List.of(
            "dnsmasq",
            "--keep-in-foreground",
            "--conf-file=/dev/null",
            "--no-resolv",
            "--no-hosts",
            "--addn-hosts=" + names,
            "--user=root",
            "--pid-file="),
        folder.resolve(in.name() + ".dns.log"),
        ":53");
  }
}
