package dev.plait.peer.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plait.protocol.wire.ConversationKind;
import dev.plait.protocol.wire.Frame;
import dev.plait.protocol.wire.Member;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Whom a person means: nobody is reached by a name that somebody else chose (TRS-11). */
class RecipientsTest {
  private static final UUID ME = new UUID(1, 0);

  private final Frame.Roster grace = direct(2, "grace", "Grace");
  private final Frame.Roster mallory = direct(3, "mallory", "grace hopper");
  private final Frame.Roster trap = group(4, "grace");
  private final Frame.Roster tea = group(5, "tea time");
  private final People people = new People(ME, new UUID(1, 1), List.of(trap, tea, mallory, grace));

  @Test
  void aHandleMeansOneAccountOnly() {
    for (String written : List.of("grace", "Grace", "@grace")) {
      assertThat(Recipients.known(written, people)).as(written).contains(grace);
    }
    assertThat(Recipients.known("gr\u0430ce", people)).isEmpty();
    assertThat(Recipients.handle("gr\u0430ce")).isEmpty();
  }

  @Test
  void aNumberMeansOneGroupOnly() {
    assertThat(Recipients.known("#1", people)).contains(trap);
    assertThat(Recipients.known("#2", people)).contains(tea);
    assertThat(Recipients.known("#3", people)).isEmpty();
  }

  @Test
  void titlesAndDisplayNamesLeadNowhereButAreOffered() {
    assertThat(Recipients.known("tea time", people)).isEmpty();
    assertThat(Recipients.known("grace hopper", people)).isEmpty();
    assertThat(Recipients.called("tea time", people)).containsExactly(tea);
    assertThat(Recipients.called("Grace Hopper", people)).containsExactly(mallory);
    assertThat(Recipients.called("grace", people)).containsExactlyInAnyOrder(trap, grace);
  }

  @Test
  void noTwoConversationsAndNobodyButOneselfAreCalledTheSame() {
    List<String> chosen = List.of("", "me", "you", "ada", "#1", "#1 ada", "ada (me)", "\u200bme");
    List<Frame.Roster> all = new ArrayList<>();
    for (int i = 0; i < chosen.size(); i++) {
      all.add(group(100 + i, chosen.get(i)));
      all.add(direct(200 + i, "person" + i, chosen.get(i)));
    }
    all.add(direct(300, "ada", "person0"));
    all.add(direct(301, "you", "you"));
    People crowd = new People(ME, new UUID(1, 1), all);
    List<String> titles = new ArrayList<>(all.stream().map(crowd::title).toList());
    titles.add(People.ME);

    assertThat(titles).doesNotHaveDuplicates();
    assertThat(all.stream().filter(one -> one.kind() == ConversationKind.GROUP))
        .allMatch(one -> crowd.title(one).startsWith("#"));
    assertThat(all.stream().filter(one -> one.kind() == ConversationKind.DIRECT))
        .noneMatch(one -> crowd.title(one).startsWith("#"));
  }

  private static Frame.Roster direct(int id, String handle, String displayName) {
    return roster(id, ConversationKind.DIRECT, "", handle, displayName);
  }

  private static Frame.Roster group(int id, String title) {
    return roster(id, ConversationKind.GROUP, title, "zoe" + id, "");
  }

  private static Frame.Roster roster(
      int id, ConversationKind kind, String title, String handle, String displayName) {
    return new Frame.Roster(
        new UUID(9, id),
        1,
        kind,
        title,
        List.of(
            new Member(ME, "tara", "Tara", true, true, List.of()),
            new Member(new UUID(id, 0), handle, displayName, true, true, List.of())));
  }
}
