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

  private final List<String> heard = new ArrayList<>();
  private final PeerThread owner = new PeerThread();
  private final NetworkWatch watch = new NetworkWatch(owner, this);
  private final long beginMs = System.currentTimeMillis();

  @AfterEach
  void stop() {
    owner.shutdownNow();
  }

  @Test
  void theFirstLookSaysNothing() {
    watch.compare(HOME, beginMs);
    watch.compare(HOME, beginMs + 2_000);

    assertThat(heard).isEmpty();
  }

  @Test
  void otherAddressesAreAnotherNetwork() {
    watch.compare(HOME, beginMs);
    watch.compare(CAFE, beginMs + 2_000);
    watch.compare(CAFE, beginMs + 4_000);
    watch.compare(HOME, beginMs + 6_000);

    assertThat(heard).containsExactly("changed", "changed");
  }

  @Test
  void aLookThatIsAFewSecondsLateIsABusyMachine() {
    watch.compare(HOME, beginMs);
    watch.compare(HOME, beginMs + 11_000);

    assertThat(heard).isEmpty();
  }

  @Test
  void aLookThatIsFarTooLateMeansThatNothingRan() {
    watch.compare(HOME, beginMs);
    watch.compare(CAFE, beginMs + 100_000);
    watch.compare(CAFE, beginMs + 102_000);

    assertThat(heard).containsExactly("slept 98000");
  }

  @Override
  public void handleNetworkChanged() {
    heard.add("changed");
  }

  @Override
  public void handleSlept(long sleptMs) {
    heard.add("slept " + sleptMs);
  }
}
