package dev.plait.turn.app;

import dev.plait.turn.check.CheckReport;
import dev.plait.turn.check.Credentials;
import dev.plait.turn.check.TurnCheck;
import dev.plait.turn.config.AddressBlock;
import dev.plait.turn.lab.LabException;
import dev.plait.turn.probe.Trust;
import dev.plait.turn.probe.TurnOptions;
import dev.plait.turn.probe.TurnUrl;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Checks TURN servers: that they relay, and to nothing that is forbidden. */
@Command(
    name = "turn-check",
    mixinStandardHelpOptions = true,
    description = {
      "Checks that a TURN server relays, and to no address that is forbidden.",
      "It asks for permissions and channels, and sends data to the server and to this machine only."
    },
    // Not picocli's 1, which says here that an address is open.
    exitCodeOnExecutionException = TurnCheckCommand.NOT_CHECKED,
    exitCodeListHeading = "Exit codes:%n",
    exitCodeList = {
      "0:clean",
      "1:a forbidden address is open; the report says how to close it",
      "2:wrong usage",
      "3:a server could not be checked, or relays nothing; the report says why"
    })
final class TurnCheckCommand implements Callable<Integer> {
  private static final int OPEN = 1;
  private static final int WRONG_USE = 2;
  static final int NOT_CHECKED = 3;

  @Option(
      names = "--url",
      paramLabel = "URL",
      description = "turn: or turns: URL of a server (RFC 7065); may be repeated")
  private List<String> urls = new ArrayList<>();

  @Mixin private final CredentialOptions credentials = new CredentialOptions();

  @Option(
      names = "--server-address",
      paramLabel = "ADDRESS",
      description =
          "another IP address of the server, such as one of an inner network; may be repeated")
  private List<String> serverAddresses = new ArrayList<>();

  @Option(
      names = "--relay-to-itself",
      description =
          "the server's relayed addresses may be peers, so that two clients that have"
              + " nothing but TURN can meet on it")
  private boolean mayRelayToItself;

  @Option(names = "--realm", paramLabel = "NAME", description = "the server must be of this realm")
  private @Nullable String realm;

  @Option(
      names = "--trust",
      paramLabel = "FILE",
      description = "certificates (PEM) of authorities to trust instead of Java's")
  private @Nullable Path trust;

  @Option(
      names = "--timeout",
      paramLabel = "SECONDS",
      defaultValue = "5",
      description = "how long to wait for each answer (default: 5)")
  private int timeoutS;

  @Option(
      names = "--self-test",
      description =
          "check a coturn that is started here, in network namespaces of its own, on the"
              + " configuration that turn-config writes (needs Linux, root and coturn)")
  private boolean selfTest;

  @Option(names = "--json", description = "end with one line of JSON")
  private boolean json;

  @Override
  public Integer call() throws IOException, InterruptedException {
    try {
      if (selfTest) {
        return SelfTest.run(json);
      }
      CheckReport report = new CheckReport(checks().stream().map(TurnCheck::run).toList());
      System.out.print(CheckText.of(report));
      if (json) {
        System.out.println(CheckJson.of(report));
      }
      return exitCode(report.verdict());
    } catch (IllegalArgumentException e) {
      System.err.println(e.getMessage());
      return WRONG_USE;
    } catch (LabException e) {
      System.err.println(e.getMessage());
      return NOT_CHECKED;
    }
  }

  private List<TurnCheck> checks() {
    if (urls.isEmpty()) {
      throw new IllegalArgumentException(
          "give a server, such as --url turn:turn.example.org:3478, or --self-test");
    }
    if (timeoutS < 1) {
      throw new IllegalArgumentException("--timeout must be at least 1");
    }
    serverAddresses.forEach(AddressBlock::bytes);
    Credentials shown = credentials.read();
    TurnOptions options = TurnOptions.within(Duration.ofSeconds(timeoutS));
    TurnOptions inRealm = realm == null ? options : options.withRealm(realm);
    TurnOptions trusting = trust == null ? inRealm : inRealm.withTls(Trust.only(trust));
    return urls.stream()
        .map(TurnCheckCommand::turnUrl)
        .map(url -> new TurnCheck(url, shown, trusting, serverAddresses, mayRelayToItself))
        .toList();
  }

  private static TurnUrl turnUrl(String text) {
    TurnUrl url = TurnUrl.parse(text);
    if (!url.scheme().isTurn()) {
      throw new IllegalArgumentException("\"" + text + "\": a STUN server relays nothing");
    }
    return url;
  }

  private static int exitCode(CheckReport.Verdict verdict) {
    return switch (verdict) {
      case CLEAN -> 0;
      case OPEN -> OPEN;
      case NOT_CHECKED -> NOT_CHECKED;
    };
  }
}
