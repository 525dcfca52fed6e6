package dev.plait.turn.check;

import dev.plait.turn.config.AddressBlock;
import dev.plait.turn.config.PeerRange;
import dev.plait.turn.config.PeerRanges;
import dev.plait.turn.credential.TurnSecrets;
import dev.plait.turn.probe.TurnClient;
import dev.plait.turn.probe.TurnClient.Family;
import dev.plait.turn.probe.TurnException;
import dev.plait.turn.probe.TurnOptions;
import dev.plait.turn.probe.TurnUrl;
import dev.plait.turn.stun.TransportAddress;
import java.time.Duration;
import java.util.List;
import java.util.Random;

/**
 * Asks a server for permissions to addresses drawn at random, and prints each that is special and
 * permitted, and each that is ordinary and refused. Arguments: URL, seed, how many of each family.
 */
public final class RandomPeersMain {
  /** Bytes at which comparisons go wrong. */
  private static final byte[] BOUNDARIES = {0, 1, (byte) 0x7F, (byte) 0x80, (byte) 0xFE, -1};

  private RandomPeersMain() {}

  /** Runs in the laboratory. */
  public static void main(String[] arguments) throws TurnException {
    TurnUrl url = TurnUrl.parse(arguments[0]);
    Random random = new Random(Long.parseLong(arguments[1]));
    Credentials credentials =
        Credentials.signed(new TurnSecrets(List.of(System.getenv("PLAIT_SECRET"))));
    for (Family family : Family.values()) {
      try (TurnClient client = TurnClient.connect(url, TurnOptions.within(Duration.ofSeconds(5)))) {
        client.allocate(credentials.get(), family);
        PeerQuestions questions = new PeerQuestions(client);
        for (int i = Integer.parseInt(arguments[2]); i > 0; i--) {
          byte[] bytes = draw(random, family == Family.IPV4 ? 4 : 16);
          ask(questions, TransportAddress.of(bytes, 9));
        }
      }
    }
    System.out.println("done");
  }

  private static void ask(PeerQuestions questions, TransportAddress address) throws TurnException {
    boolean isSpecial = PeerRanges.covering(address.address()).isPresent();
    boolean isPermitted = questions.permission(address) == PeerAnswer.Answer.PERMITTED;
    if (isSpecial == isPermitted) {
      System.out.println((isSpecial ? "OPEN " : "CLOSED ") + address);
    }
  }

  /** Near the beginning of some range as often as not, with bytes at boundaries. */
  private static byte[] draw(Random random, int length) {
    List<PeerRange> ranges = length == 4 ? PeerRanges.ipv4() : PeerRanges.ipv6();
    byte[] address = AddressBlock.bytes(ranges.get(random.nextInt(ranges.size())).block().first());
    for (int at = random.nextInt(length); at < length; at++) {
      address[at] =
          random.nextBoolean()
              ? BOUNDARIES[random.nextInt(BOUNDARIES.length)]
              : (byte) random.nextInt();
    }
    return address;
  }
}
