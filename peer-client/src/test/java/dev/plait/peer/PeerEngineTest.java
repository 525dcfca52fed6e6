package dev.plait.peer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plait.peer.core.CoreSettings;
import dev.plait.peer.core.DeviceCore;
import dev.plait.peer.core.DeviceState;
import dev.plait.peer.core.DirectRoster;
import dev.plait.peer.core.DiskWrite;
import dev.plait.peer.core.PeerEvent;
import dev.plait.peer.outbox.DeviceData;
import dev.plait.peer.outbox.Identity;
import dev.plait.peer.outbox.TransactionHook;
import dev.plait.protocol.wire.AddressedEntry;
import dev.plait.protocol.wire.Bytes;
import dev.plait.protocol.wire.Entry;
import dev.plait.protocol.wire.Frame;
import dev.plait.protocol.wire.StreamId;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A peer whose core is over, since its past is not its own (DLV-22), on a real disk. */
final class PeerEngineTest {
  private static final UUID CONVERSATION = new UUID(1, 1);
  private static final UUID SELF = new UUID(2, 1);
  private static final UUID OTHER = new UUID(2, 2);
  private static final long EPOCH = 7;
  private static final int SAID = 300;
  private static final long STARTED = 1;
  private static final long FOREIGN = 99;

  @TempDir Path folder;

  /** Until and with the new epoch. */
  private final LinkedBlockingQueue<PeerEvent> events = new LinkedBlockingQueue<>();

  /** What cores began with. */
  private final Queue<DeviceState> states = new ConcurrentLinkedQueue<>();

  @Test
  void whatIsOnItsWayToTheDiskWhenAnEpochBeginsIsTold() throws Exception {
    StreamId theirs = new StreamId(CONVERSATION, OTHER, 9);
    AddressedEntry entry = new AddressedEntry(entry(), 0, null);

    List<PeerEvent> told =
        during(
            TransactionHook.NONE,
            core -> {
              core.handleServerFrame(new Frame.Entries(theirs, false, List.of(entry)), 1);
              core.handleLinkUp(welcomeToACopy(), 1);
            });

    assertThat(told)
        .filteredOn(PeerEvent.MessageArrived.class::isInstance)
        .extracting(event -> ((PeerEvent.MessageArrived) event).entry())
        .containsExactly(entry.entry());
  }

  @Test
  void whatIsSaidInTheTurnThatEndsACoreIsNumberedAnewToo() throws Exception {
    List<PeerEvent> told =
        during(
            TransactionHook.NONE,
            core -> {
              core.handleLinkUp(welcomeToACopy(), 1);
              for (int i = 0; i < SAID; i++) {
                core.handleSend(CONVERSATION, new UUID(3, i), Bytes.utf8("m" + i), 1);
              }
            });

    PeerEvent.EpochBegun begun = (PeerEvent.EpochBegun) told.getLast();
    assertThat(begun.moved().getFirst().moved()).hasSize(SAID);
    try (DeviceData data = DeviceData.open(folder)) {
      assertThat(data.load().out().getFirst().stream().epoch()).isNotEqualTo(EPOCH);
      assertThat(data.load().out().getFirst().entries()).hasSize(SAID);
    }
  }

  @Test
  void aDiskThatCannotBeReadIsAskedAgainForTheNewEpoch() throws Exception {
    List<PeerEvent> told =
        during(new HidingTheOutbox(), core -> core.handleLinkUp(welcomeToACopy(), 1));

    assertThat(told.getLast()).isInstanceOf(PeerEvent.EpochBegun.class);
  }

  /** So that the same evidence shows nothing twice. */
  @Test
  void theStartThatShowedAnotherPastIsKnownWithTheNewEpoch() throws Exception {
    during(TransactionHook.NONE, core -> core.handleLinkUp(welcomeToACopy(), 1));

    try (DeviceData data = DeviceData.open(folder)) {
      assertThat(data.load().incarnations()).containsExactly(STARTED, FOREIGN);
    }
  }

  @Test
  void nothingIsTakenInASessionThatToldWhatWasBeforeTheNewEpoch() throws Exception {
    StreamId theirs = new StreamId(CONVERSATION, OTHER, 9);
    AddressedEntry entry = new AddressedEntry(entry(), 0, null);
    List<PeerEvent> told = new ArrayList<>();

    whileItRuns(
        TransactionHook.NONE,
        running -> {
          LinkInputs session = new LinkInputs(running.engine(), running.data(), new PeerClock());
          running
              .owner()
              .execute(
                  () -> {
                    session.handleLinkUp(welcomeToACopy());
                    session.handleServerFrame(new Frame.Entries(theirs, false, List.of(entry)));
                  });
          told.addAll(untilTheNewEpoch());
          running.untilIdle();
          events.drainTo(told);
        });

    assertThat(told)
        .extracting(Object::getClass)
        .contains(PeerEvent.EpochBegun.class)
        .doesNotContain(PeerEvent.MessageArrived.class, PeerEvent.ConnectionChanged.class);
  }

  /** Its first messages would be stamped by a wrong clock. */
  @Test
  void anEpochThatAWelcomeBeginsGoesOnByTheServersTime() throws Exception {
    whileItRuns(
        TransactionHook.NONE,
        running -> {
          LinkInputs session = new LinkInputs(running.engine(), running.data(), new PeerClock());
          running.owner().execute(() -> session.handleLinkUp(welcomeToACopy()));
          untilTheNewEpoch();
        });

    assertThat(states)
        .extracting(state -> state.clock().serverAheadMs() == 0)
        .containsExactly(true, false);
  }

  /** The first transaction without writes makes the outbox unreadable; the next one ends it. */
  private static final class HidingTheOutbox implements TransactionHook {
    private int empty;

    @Override
    public void inTransaction(Connection connection, List<DiskWrite> writes) throws SQLException {
      if (writes.isEmpty() && ++empty <= 2) {
        try (Statement statement = connection.createStatement()) {
          statement.execute(
              empty == 1
                  ? "alter table outbox_stream rename to hidden"
                  : "alter table hidden rename to outbox_stream");
        }
      }
    }
  }

  /** What a peer tells from a turn in which it finds out, until its new epoch. */
  private List<PeerEvent> during(TransactionHook hook, Consumer<DeviceCore> turn) throws Exception {
    List<PeerEvent> told = new ArrayList<>();
    whileItRuns(
        hook,
        running -> {
          running.engine().submit(turn);
          told.addAll(untilTheNewEpoch());
        });
    return told;
  }

  /** A peer without a link. */
  private record Running(
      PeerThread owner, ExecutorService telling, DeviceData data, PeerEngine engine) {
    /** Until all that was asked for is done, on disk and told. */
    void untilIdle() throws Exception {
      owner.submit(() -> {}).get(1, TimeUnit.MINUTES);
      CompletableFuture<Void> written = new CompletableFuture<>();
      data.write(List.of(), _ -> written.complete(null));
      written.get(1, TimeUnit.MINUTES);
      owner.submit(() -> {}).get(1, TimeUnit.MINUTES);
      telling.submit(() -> {}).get(1, TimeUnit.MINUTES);
    }
  }

  private interface Scenario {
    void play(Running running) throws Exception;
  }

  private void whileItRuns(TransactionHook hook, Scenario scenario) throws Exception {
    PeerClock clock = new PeerClock();
    try (PeerThread owner = new PeerThread();
        ExecutorService telling = Executors.newSingleThreadExecutor();
        DeviceData data = DeviceData.open(folder, hook, _ -> {})) {
      data.create(new Identity("http://localhost", "ada", DirectRoster.ADA, SELF, "secret", EPOCH));
      data.keepIncarnation(STARTED);
      CompletableFuture<Void> kept = new CompletableFuture<>();
      data.write(
          List.of(new DiskWrite.RosterKept(DirectRoster.of(CONVERSATION, SELF, OTHER))),
          _ -> kept.complete(null));
      kept.get(1, TimeUnit.MINUTES);
      PeerEngine engine =
          new PeerEngine(
              owner,
              telling,
              clock,
              data,
              data.load(),
              state -> {
                states.add(state);
                return new DeviceCore(state, CoreSettings.of(8), clock.nowMs());
              });
      engine.addListener(events::add);
      scenario.play(new Running(owner, telling, data, engine));
    }
  }

  private List<PeerEvent> untilTheNewEpoch() throws InterruptedException {
    List<PeerEvent> told = new ArrayList<>();
    while (told.isEmpty() || !(told.getLast() instanceof PeerEvent.EpochBegun)) {
      PeerEvent next = events.poll(1, TimeUnit.MINUTES);
      assertThat(next).as("after " + told).isNotNull();
      told.add(next);
    }
    return told;
  }

  /** The server has met this device under an incarnation that it does not know (SES-11). */
  private static Frame.Welcome welcomeToACopy() {
    return new Frame.Welcome(
        new UUID(5, 5), DirectRoster.ADA, 1, 600_000, 10_000, 512, 1 << 20, FOREIGN);
  }

  private static Entry entry() {
    return new Entry(1, new UUID(4, 1), 1, Bytes.utf8("of grace"));
  }
}
