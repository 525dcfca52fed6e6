package dev.plait.tests.nat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.plait.tests.browser.ChromiumProgram;
import dev.plait.tests.scenario.DiskCopy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/**
 * {@code ./plait nat-lab lossy-hour}: two talk for an hour over a direct channel that loses every
 * twentieth packet. Exits with 0 when every goal was met, 1 when one was not, 2 for wrong use, 3
 * when this machine cannot make the laboratory.
 */
@Command(
    name = "lossy-hour",
    mixinStandardHelpOptions = true,
    description = "Two talk over a direct channel that loses 5 % of the packets, each way.")
final class LossyHourCommand implements Callable<Integer> {
  @Option(
      names = "--minutes",
      paramLabel = "N",
      defaultValue = "60",
      description = "how long they talk (default: ${DEFAULT-VALUE})")
  private int minutes;

  @Option(
      names = "--cuts",
      paramLabel = "N",
      defaultValue = "0",
      description =
          "how often only the server is in reach meanwhile, until that is found out (default:"
              + " none)")
  private int cuts;

  @Option(
      names = "--seed",
      paramLabel = "S",
      defaultValue = "1",
      description = "when messages are said is drawn from it (default: ${DEFAULT-VALUE})")
  private long seed;

  @Option(names = "--browser", description = "a second talk beside it, with a page in Chromium")
  private boolean browser;

  @Option(names = "--json", description = "one JSON object as the last line")
  private boolean json;

  @CommandLine.Spec
  private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

  @Override
  public Integer call() throws Exception {
    if (minutes < 1 || cuts < 0 || cuts > minutes) {
      throw new ParameterException(
          spec.commandLine(), "--minutes is 1 or more, and --cuts one a minute at most");
    }
    Optional<String> missing = Requirements.missing();
    if (browser) {
      missing = missing.or(ChromiumProgram::missing);
    }
    if (missing.isPresent()) {
      System.err.println("The NAT laboratory cannot be made here: " + missing.get() + ".");
      return NatLabMain.CANNOT;
    }
    Path folder = Files.createTempDirectory("plait-nat");
    List<LossyTalk> talks = talks(folder);
    talks.forEach(talk -> System.out.println(talk.text()));
    if (json) {
      ObjectNode tree = new ObjectMapper().createObjectNode();
      ArrayNode list = tree.putArray("talks");
      talks.forEach(talk -> list.add(talk.json()));
      System.out.println(tree);
    }
    if (talks.stream().allMatch(LossyTalk::passed)) {
      DiskCopy.delete(folder);
      return 0;
    }
    System.err.println("Logs and databases are in " + folder + ".");
    return 1;
  }

  /** The talks at once, each on a thread of its own. */
  private List<LossyTalk> talks(Path folder) throws Exception {
    LossyRun.Plan plan = new LossyRun.Plan(seed, Duration.ofMinutes(minutes).toMillis(), cuts);
    List<String> others = browser ? List.of("java", "chromium") : List.of("java");
    List<LossyTalk> talks = new ArrayList<>();
    try (Laboratory laboratory = new Laboratory(folder);
        ExecutorService threads = Executors.newFixedThreadPool(others.size())) {
      List<Future<LossyTalk>> running = new ArrayList<>();
      for (String other : others) {
        int number = running.size() + 1;
        running.add(threads.submit(() -> LossyRun.play(laboratory, number, other, plan)));
      }
      for (Future<LossyTalk> talk : running) {
        talks.add(talk.get());
      }
    }
    return talks;
  }
}
