package dev.plait.turn.check;

import dev.plait.turn.check.PeerAnswer.Answer;
import dev.plait.turn.config.CoturnConfig;
import dev.plait.turn.config.PeerRange;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What came of the questions.
 *
 * @param asked addresses that were asked for
 * @param notAskedIpv4 addresses that were not, since the server has no relayed IPv4 address
 * @param notAskedIpv6 addresses that were not, since the server has no relayed IPv6 address
 * @param open the ranges that it relays to
 */
public record PeerFindings(int asked, int notAskedIpv4, int notAskedIpv6, List<OpenRange> open) {
  /** Measured with coturn 4.6.1, which says so in its log, too. */
  private static final String OWN_NOTE =
      "With external-ip=PUBLIC/PRIVATE coturn permits the private address, whatever is denied. Where"
          + " the server has one address family, write external-ip=PUBLIC alone; otherwise have the"
          + " firewall drop what coturn sends to the private address.";

  /** Copies the list. */
  public PeerFindings {
    open = List.copyOf(open);
  }

  static PeerFindings of(List<PeerAnswer> answers) {
    Map<PeerRange, List<PeerAnswer>> byRange = new LinkedHashMap<>();
    answers.stream()
        .filter(PeerAnswer::isOpen)
        .forEach(
            answer ->
                byRange.computeIfAbsent(answer.peer().range(), _ -> new ArrayList<>()).add(answer));
    List<PeerAnswer> notAsked = answers.stream().filter(answer -> !answer.isAsked()).toList();
    int ipv6 = (int) notAsked.stream().filter(a -> a.peer().address().isIpv6()).count();
    return new PeerFindings(
        answers.size() - notAsked.size(),
        notAsked.size() - ipv6,
        ipv6,
        byRange.entrySet().stream().map(e -> open(e.getKey(), e.getValue())).toList());
  }

  private static OpenRange open(PeerRange range, List<PeerAnswer> answers) {
    return new OpenRange(
        range,
        answers.stream().map(answer -> answer.peer().address()).toList(),
        answers.stream().anyMatch(answer -> answer.permission() == Answer.PERMITTED),
        answers.stream().anyMatch(answer -> answer.channel() == Answer.PERMITTED),
        CoturnConfig.denials(range),
        ForbiddenPeers.isOwn(range) ? OWN_NOTE : "");
  }

  /** How many addresses were asked for and permitted. */
  public int openAddresses() {
    return open.stream().mapToInt(range -> range.addresses().size()).sum();
  }
}
