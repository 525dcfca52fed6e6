package dev.plait.tests.nat;

import dev.plait.tests.browser.ChromiumProgram;
import dev.plait.tests.scenario.DiskCopy;
import dev.plait.turn.program.Arguments;
import dev.plait.turn.program.Program;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/**
 * {@code ./plait nat-lab}: real peers, a real TURN server and real address translation, in network
 * namespaces. Exits with 0 when every cell went as written down, 1 when one did not, 2 for wrong
 * use, 3 when this machine cannot make the laboratory.
 */
@Command(
    name = "plait nat-lab",
    mixinStandardHelpOptions = true,
    subcommands = LossyHourCommand.class,
    description = "Puts two peers behind every pair of networks, and checks the path they take.")
public final class NatLabMain implements Callable<Integer> {
  static final int CANNOT = 3;

  @Option(
      names = "--case",
      paramLabel = "A×B",
      description =
          "only this pair of networks (also written A,B), or this moving case; may be repeated")
  private final List<String> cases = new ArrayList<>();

  @Option(names = "--json", description = "one JSON object as the last line")
  private boolean json;

  @Option(
      names = "--write",
      paramLabel = "DIR",
      description = "also write nat-lab.json and nat-lab.svg there")
  private @Nullable Path write;

  @Option(names = "--list", description = "name all cases and what is expected of them, run none")
  private boolean list;

  @CommandLine.Spec
  private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

  private NatLabMain() {}

  /** Runs it. */
  public static void main(String[] args) {
    Program.run(args, NatLabMain::execute);
  }

  /** The exit code. */
  static int execute(String... args) {
    return Arguments.of(new NatLabMain()).execute(args);
  }

  @Override
  public Integer call() throws Exception {
    List<Expectation> cells = new ArrayList<>();
    List<MovingCase> moves = new ArrayList<>();
    choose(cells, moves);
    if (list) {
      cells.forEach(
          cell ->
              System.out.printf(
                  Locale.ROOT,
                  "%-38s %-18s %-13s %s%n",
                  cell.name(),
                  cell.peers(),
                  cell.path(),
                  cell.why()));
      moves.forEach(
          move ->
              System.out.printf(
                  Locale.ROOT,
                  "%-38s %-18s %s, then %s%n",
                  move.slug(),
                  "java×java",
                  move.before(),
                  move.after()));
      return 0;
    }
    if (write != null && !Files.isDirectory(write)) {
      throw new ParameterException(spec.commandLine(), write + " is no folder; make it first");
    }
    Optional<String> missing =
        cells.stream().allMatch(cell -> cell.peers().equals("java×java"))
            ? Requirements.missing()
            : Requirements.missing().or(ChromiumProgram::missing);
    if (missing.isPresent()) {
      System.err.println("The NAT laboratory cannot be made here: " + missing.get() + ".");
      return CANNOT;
    }
    return run(cells, moves);
  }

  private void choose(List<Expectation> cells, List<MovingCase> moves) {
    List<Expectation> all = Expectation.all();
    if (cases.isEmpty()) {
      cells.addAll(all);
      moves.addAll(List.of(MovingCase.values()));
    }
    for (String name : cases) {
      Optional<MovingCase> move = MovingCase.of(name);
      List<Expectation> pairs = all.stream().filter(one -> one.isCalled(name)).toList();
      move.ifPresent(moves::add);
      cells.addAll(pairs);
      if (move.isEmpty() && pairs.isEmpty()) {
        throw new ParameterException(
            spec.commandLine(), "there is no case '" + name + "'; --list names them all");
      }
    }
  }

  private int run(List<Expectation> cells, List<MovingCase> moves) throws Exception {
    Path folder = Files.createTempDirectory("plait-nat");
    Report report = new Report();
    try (Laboratory laboratory = new Laboratory(folder)) {
      int number = 0;
      System.out.println(Report.head());
      for (Expectation expectation : cells) {
        Cell cell = CellRun.play(laboratory, ++number, expectation);
        report.add(cell);
        System.out.println(Report.line(cell));
      }
      for (MovingCase moving : moves) {
        Move move = MoveRun.play(laboratory, ++number, moving);
        report.add(move);
        System.out.println(move.line());
      }
    }
    System.out.println(report.summary());
    if (write != null) {
      Files.writeString(write.resolve("nat-lab.json"), report.json() + "\n");
      Files.writeString(write.resolve("nat-lab.svg"), MatrixPicture.of(report.cells()));
    }
    if (json) {
      System.out.println(report.json());
    }
    if (report.passed()) {
      DiskCopy.delete(folder);
      return 0;
    }
    System.err.println("Logs and databases are in " + folder + ".");
    return 1;
  }
}
