package dev.plait.peer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What looks at the addresses and clocks of a device are taken for. */
final class NetworkWatchTest implements NetworkWatch.Listener {
  private static final Set<String> HOME = Set.of("192.0.2.7");
  private static final Set<String> CAFE = Set.of("198.51.100.9");

  private static final Set<String> BOTH = Set.of("192.0.2.7", "198.51.100.9");

  private final List<String> heard = new ArrayList<>();
  private final PeerThread owner = new PeerThread();
  private final NetworkWatch watch = new NetworkWatch(owner, this);

  @AfterEach
  void stop() {
    owner.shutdownNow();
  }

  @Test
  void theFirstLookSaysNothing() {
    look(HOME, 0);
    look(HOME, 2_000);

    assertThat(heard).isEmpty();
  }

  @Test
  void otherAddressesAreAnotherNetwork() {
    look(HOME, 0);
    look(CAFE, 2_000);
    look(CAFE, 4_000);
    look(HOME, 6_000);

    assertThat(heard).containsExactly("lost", "lost");
  }

  @Test
  void oneAddressMoreLeavesWhatThereIsAlone() {
    look(HOME, 0);
    look(BOTH, 2_000);
    look(HOME, 4_000);

    assertThat(heard).containsExactly("more", "lost");
  }

  @Test
  void aLookThatIsAFewSecondsLateIsABusyMachine() {
    look(HOME, 0);
    look(HOME, 11_000);

    assertThat(heard).isEmpty();
  }

  @Test
  void aLookThatIsFarTooLateMeansThatNothingRan() {
    look(HOME, 0);
    look(CAFE, 100_000);
    look(CAFE, 102_000);

    assertThat(heard).containsExactly("slept 98000");
  }

  private void look(Set<String> addresses, long atMs) {
    watch.compare(addresses, atMs, 2_000);
  }

  @Override
  public void handleNetworkChanged(boolean lost) {
    heard.add(lost ? "lost" : "more");
  }

  @Override
  public void handleSlept(long sleptMs) {
    heard.add("slept " + sleptMs);
  }
}
