package dev.plait.protocol.codec;

import static dev.plait.protocol.codec.Plain.cases;
import static dev.plait.protocol.codec.Plain.number;
import static dev.plait.protocol.codec.Plain.text;
import static dev.plait.protocol.codec.Plain.value;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plait.protocol.transcript.ConversationName;
import dev.plait.protocol.transcript.Days;
import dev.plait.protocol.transcript.Item;
import dev.plait.protocol.transcript.PersonName;
import dev.plait.protocol.transcript.Said;
import dev.plait.protocol.transcript.Transcript;
import dev.plait.protocol.transcript.Unread;
import dev.plait.protocol.wire.Bytes;
import dev.plait.protocol.wire.ConversationKind;
import dev.plait.protocol.wire.Frame;
import dev.plait.protocol.wire.Member;
import dev.plait.protocol.wire.StreamId;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Runs the vectors of docs/transcript.md: what a conversation reads like, and who is who in it. */
class TranscriptVectorsTest {
  private static final UUID CONVERSATION = new UUID(1, 1);

  private final Map<String, Object> file =
      JsonTree.read(Files.readString(Plain.VECTORS.resolve("transcript.json")));
  private final UUID me = UUID.fromString(text(file, "me"));
  private final Map<UUID, UUID> accounts = new HashMap<>();

  TranscriptVectorsTest() throws IOException {
    ((Map<?, ?>) value(file, "accounts"))
        .forEach(
            (device, account) ->
                accounts.put(UUID.fromString((String) device), UUID.fromString((String) account)));
  }

  @TestFactory
  Stream<DynamicTest> reading() throws IOException {
    return cases("transcript").map(c -> DynamicTest.dynamicTest(text(c, "id"), () -> reading(c)));
  }

  @TestFactory
  Stream<DynamicTest> names() {
    return list(file, "names").map(c -> DynamicTest.dynamicTest(text(c, "id"), () -> name(c)));
  }

  @TestFactory
  Stream<DynamicTest> titles() {
    return list(file, "titles").map(c -> DynamicTest.dynamicTest(text(c, "id"), () -> title(c)));
  }

  @TestFactory
  Stream<DynamicTest> days() {
    return list(file, "days").map(c -> DynamicTest.dynamicTest(text(c, "id"), () -> days(c)));
  }

  private void reading(Map<?, ?> vector) {
    List<Said> entries = list(vector, "entries").map(TranscriptVectorsTest::said).toList();
    List<Said> twice = new ArrayList<>(entries);
    twice.addAll(entries);
    for (List<Said> order : List.of(entries, entries.reversed(), twice)) {
      Transcript transcript = new Transcript(device -> accounts.getOrDefault(device, device), me);
      order.forEach(transcript::add);
      assertThat(transcript.items().stream().map(TranscriptVectorsTest::plain).toList())
          .isEqualTo(value(vector, "items"));
      if (vector.containsKey("unread")) {
        assertThat(unread(transcript, vector)).isEqualTo(number(vector, "unread"));
      }
    }
  }

  private static long unread(Transcript transcript, Map<?, ?> vector) {
    Map<StreamId, Long> through = new HashMap<>();
    for (Object each : (List<?>) value(vector, "read")) {
      List<?> read = (List<?>) each;
      through.put(stream((String) read.get(0), (String) read.get(1)), (Long) read.get(2));
    }
    return transcript.items().stream()
        .filter(item -> Unread.is(item, stream -> through.getOrDefault(stream, 0L)))
        .count();
  }

  private static void name(Map<?, ?> vector) {
    PersonName named = PersonName.of(text(vector, "handle"), text(vector, "displayName"));
    assertThat(named).isEqualTo(new PersonName(text(vector, "name"), text(vector, "beside")));
    assertThat(named.label()).isEqualTo(text(vector, "label"));
  }

  private static void title(Map<?, ?> vector) {
    UUID self = new UUID(2, 0);
    List<Member> members = new ArrayList<>();
    members.add(new Member(self, "ada", "", true, true, List.of()));
    list(vector, "others").forEach(one -> members.add(member(one, members.size())));
    ConversationKind kind = ConversationKind.valueOf(text(vector, "kind").toUpperCase(Locale.ROOT));
    Frame.Roster roster = new Frame.Roster(CONVERSATION, 1, kind, text(vector, "title"), members);

    ConversationName named = ConversationName.of(roster, self);

    assertThat(named)
        .isEqualTo(
            new ConversationName(
                (Boolean) value(vector, "group"), text(vector, "name"), text(vector, "beside")));
    assertThat(named.label()).isEqualTo(text(vector, "label"));
  }

  private static Member member(Map<?, ?> plain, int place) {
    return new Member(
        new UUID(2, place),
        text(plain, "handle"),
        text(plain, "displayName"),
        false,
        true,
        List.of());
  }

  private static void days(Map<?, ?> vector) {
    Days.Zone zone =
        atMs -> {
          long ahead = Long.MIN_VALUE;
          for (Object each : (List<?>) value(vector, "zone")) {
            List<?> change = (List<?>) each;
            if (ahead == Long.MIN_VALUE || atMs >= (Long) change.get(0)) {
              ahead = (Long) change.get(1);
            }
          }
          return ahead;
        };
    long today = Days.of(number(vector, "nowMs"), zone);
    for (Object each : (List<?>) value(vector, "days")) {
      List<?> day = (List<?>) each;
      assertThat(Days.of((Long) day.get(0), zone)).isEqualTo(day.get(1));
      assertThat(Plain.word(Days.label((Long) day.get(1), today))).isEqualTo(day.get(2));
    }
  }

  private static Said said(Map<?, ?> plain) {
    return new Said(
        stream(text(plain, "device"), text(plain, "epoch")),
        number(plain, "seq"),
        UUID.fromString(text(plain, "id")),
        Long.parseUnsignedLong(text(plain, "hlc")),
        ContentCodec.decode(Bytes.utf8(text(plain, "body"))));
  }

  private static StreamId stream(String device, String epoch) {
    return new StreamId(CONVERSATION, UUID.fromString(device), Long.parseUnsignedLong(epoch));
  }

  private static Map<String, Object> plain(Item item) {
    Map<String, Object> plain = new LinkedHashMap<>();
    plain.put("id", item.said().id().toString());
    plain.put("account", item.account().toString());
    plain.put("mine", item.mine());
    plain.put("text", item.reading().text());
    UUID reply = item.reply();
    if (reply != null) {
      plain.put("reply", reply.toString());
    }
    flag(plain, "edited", item.reading().edited());
    flag(plain, "deleted", item.reading().deleted());
    flag(plain, "unknown", item.unknown());
    if (!item.reading().reactions().isEmpty()) {
      plain.put(
          "reactions",
          item.reading().reactions().stream()
              .map(
                  each ->
                      List.of(each.emoji(), each.accounts().stream().map(UUID::toString).toList()))
              .toList());
    }
    return plain;
  }

  private static void flag(Map<String, Object> plain, String name, boolean value) {
    if (value) {
      plain.put(name, true);
    }
  }

  private static Stream<Map<?, ?>> list(Map<?, ?> from, String name) {
    return ((List<?>) value(from, name)).stream().map(each -> (Map<?, ?>) each);
  }
}
