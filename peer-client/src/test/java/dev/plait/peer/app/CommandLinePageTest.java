package dev.plait.peer.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plait.peer.Release;
import dev.plait.peer.core.ArrivedBy;
import dev.plait.peer.core.PeerEvent;
import dev.plait.peer.doctor.Check;
import dev.plait.peer.doctor.Diagnosis;
import dev.plait.peer.doctor.NatKind;
import dev.plait.peer.doctor.Outcome;
import dev.plait.peer.json.Json;
import dev.plait.protocol.delivery.Status;
import dev.plait.protocol.path.PathReason;
import dev.plait.protocol.wire.Bytes;
import dev.plait.protocol.wire.ConversationKind;
import dev.plait.protocol.wire.Entry;
import dev.plait.protocol.wire.Frame;
import dev.plait.protocol.wire.Member;
import dev.plait.protocol.wire.PresenceState;
import dev.plait.protocol.wire.Range;
import dev.plait.protocol.wire.RefusalCode;
import dev.plait.protocol.wire.StreamId;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** What docs/command-line.md says of the programs' output is so. */
final class CommandLinePageTest {
  private static final Path PAGE = Path.of("../docs/command-line.md");
  private static final Pattern EVENT = Pattern.compile("\\| `(\\w+)` \\|([^|]*)\\|[^|]+\\|");
  private static final Pattern CODED = Pattern.compile("`([^`]+)`");
  private static final StreamId STREAM = new StreamId(new UUID(1, 1), new UUID(2, 2), 3);
  private static final UUID DEVICE = new UUID(2, 3);
  private static final List<Range> SEQS = List.of(new Range(1, 2));

  private static final List<PeerEvent> ONE_OF_EACH =
      List.of(
          new PeerEvent.MessageArrived(
              STREAM, new Entry(1, new UUID(7, 1), 1, Bytes.utf8("{}")), ArrivedBy.RELAY),
          new PeerEvent.StatusChanged(STREAM, DEVICE, SEQS, Status.STORED),
          new PeerEvent.Undelivered(STREAM, DEVICE, SEQS, RefusalCode.EXPIRED, false),
          new PeerEvent.TargetReplaced(STREAM, DEVICE, List.of(new UUID(2, 4)), SEQS),
          new PeerEvent.PathChanged(DEVICE, "direct", 1, "pong"),
          new PeerEvent.RosterChanged(
              new Frame.Roster(
                  STREAM.conversation(),
                  1,
                  ConversationKind.DIRECT,
                  "",
                  List.of(new Member(DEVICE, "ada", "Ada", true, true, List.of(DEVICE))))),
          new PeerEvent.ConversationGone(STREAM.conversation()),
          new PeerEvent.PresenceChanged(DEVICE, PresenceState.AWAY, 1),
          new PeerEvent.TypingChanged(STREAM.conversation(), DEVICE, true),
          new PeerEvent.ConnectionChanged(PeerEvent.Connection.ONLINE, "welcome", 0),
          new PeerEvent.CaughtUp(),
          new PeerEvent.EpochBegun("another epoch", List.of()),
          new PeerEvent.Warning("look"));

  @Test
  void everyEventHasTheFieldsOfItsRow() throws IOException {
    assertThat(ONE_OF_EACH.stream().map(Object::getClass))
        .containsExactlyInAnyOrder(PeerEvent.class.getPermittedSubclasses());

    Map<String, Set<String>> written = new HashMap<>();
    for (PeerEvent event : ONE_OF_EACH) {
      Map<String, Object> line = write(event);
      written.put(Json.text(line, "event"), fields(line));
    }

    assertThat(rows()).isEqualTo(written);
  }

  @Test
  void thePageHasEveryReasonOfAPath() throws IOException {
    String page = Files.readString(PAGE);
    String table = page.substring(page.indexOf("| reason |"), page.indexOf("## chat"));
    assertThat(Pattern.compile("(?m)^\\| `([a-z ]+)` \\|").matcher(table).results())
        .extracting(CommandLinePageTest::inner)
        .containsExactlyElementsOf(
            Arrays.stream(PathReason.values())
                .map(why -> why.name().toLowerCase(Locale.ROOT).replace('_', ' '))
                .toList());
  }

  @Test
  void theHelpOfSendHasTheExitCodesOfThePage() throws IOException {
    String help = new CommandLine(new SendCommand()).getUsageMessage();
    String page = Files.readString(PAGE);
    for (String code : List.of("0", "1", "2", "3")) {
      assertThat(help).containsPattern("(?m)^ +" + code + " +\\w");
      assertThat(page).contains("| " + code + " |");
    }
  }

  @Test
  void thePageHasTheExitCodesAndFieldsOfDoctor() throws IOException {
    String page = Files.readString(PAGE);
    String part = page.substring(page.indexOf("## doctor"), page.indexOf("## Proxies"));
    String help = new CommandLine(new DoctorCommand()).getUsageMessage();
    for (String code : List.of("0", "1", "2", "3")) {
      assertThat(help).containsPattern("(?m)^ +" + code + " +\\w");
      assertThat(part).contains("| " + code + " |");
    }
    Map<String, Object> json =
        Json.object(
            DoctorCommand.json(
                new Diagnosis(
                    List.of(new Check("stun", Outcome.OK, "found", "", 1)),
                    NatKind.SYMMETRIC,
                    "good")));
    assertThat(coded(part)).containsAll(json.keySet());
    assertThat(part)
        .contains("| `checks` | " + quoted(Json.objects(json, "checks").getFirst().keySet()))
        .contains("| `nat` | `kind` `words` `expectation` |");
    assertThat(json.get("nat"))
        .isEqualTo(
            Map.of(
                "kind",
                NatKind.SYMMETRIC.word(),
                "words",
                NatKind.SYMMETRIC.words(),
                "expectation",
                NatKind.SYMMETRIC.expectation()));
  }

  private static String quoted(Set<?> keys) {
    return keys.stream().map(key -> "`" + key + "`").collect(Collectors.joining(" ")) + " |";
  }

  @Test
  void theVersionIsThatOfTheBuildAndEveryCommandPrintsIt() throws IOException {
    assertThat(Files.readString(Path.of("../pom.xml")))
        .contains("\n  <version>" + Release.VERSION + "</version>\n");
    for (Object command :
        List.of(new SendCommand(), new ListenCommand(), new ChatCommand(), new DoctorCommand())) {
      assertThat(new CommandLine(command).getCommandSpec().version())
          .containsExactly("plait " + Release.VERSION);
    }
  }

  private static Map<String, Object> write(PeerEvent event) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new AgentOutput(new PrintStream(out, true, StandardCharsets.UTF_8)).event(event);
    return Json.object(out.toString(StandardCharsets.UTF_8).strip());
  }

  /** Without those that every line has; fields of an inner object as {@code outer.inner}. */
  private static Set<String> fields(Map<String, Object> line) {
    assertThat(line).containsKey("atMs");
    Set<String> fields = new LinkedHashSet<>(line.keySet());
    for (String field : line.keySet()) {
      Json.objects(line, field)
          .forEach(inner -> inner.keySet().forEach(key -> fields.add(field + "." + key)));
    }
    fields.removeAll(List.of("event", "atMs"));
    return fields;
  }

  private static Map<String, Set<String>> rows() throws IOException {
    String page = Files.readString(PAGE);
    String table =
        page.substring(page.indexOf("| `event` | fields |"), page.indexOf("`reason` of `path`"))
            .lines()
            .skip(1)
            .collect(Collectors.joining("\n"));
    return EVENT
        .matcher(table)
        .results()
        .collect(Collectors.toMap(row -> row.group(1), row -> coded(row.group(2))));
  }

  private static Set<String> coded(String cell) {
    return CODED
        .matcher(cell)
        .results()
        .map(CommandLinePageTest::inner)
        .collect(Collectors.toSet());
  }

  private static String inner(MatchResult coded) {
    return coded.group(1);
  }
}
