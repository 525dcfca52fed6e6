package dev.plait.tests.abuse;

import dev.plait.turn.program.Program;
import dev.plait.turn.program.ThisMachine;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * {@code ./plait attack --server URL [NAME…]}: lets one account do its worst on a node of this
 * machine, and says what two others pay for it meanwhile. Exits with 1 when that is too much.
 */
public final class AttackMain {
  private static final String USAGE =
      "usage: plait attack --server http://127.0.0.1:PORT [NAME...]; names: "
          + Arrays.stream(Attack.values()).map(AttackMain::name).collect(Collectors.joining(" "));

  private AttackMain() {}

  /** Runs it. */
  public static void main(String[] args) {
    Program.run(args, given -> run(given, System.out));
  }

  private static int run(String[] args, PrintStream out) throws IOException, InterruptedException {
    URI server;
    List<Attack> attacks = new ArrayList<>();
    try {
      if (args.length < 2 || !args[0].equals("--server")) {
        throw new IllegalArgumentException("no server");
      }
      server = URI.create(args[1]);
      for (String name : Arrays.asList(args).subList(2, args.length)) {
        attacks.add(Attack.valueOf(name.toUpperCase(Locale.ROOT).replace('-', '_')));
      }
    } catch (IllegalArgumentException wrong) {
      System.err.println(USAGE);
      return 2;
    }
    if (server.getHost() == null || !ThisMachine.is(server.getHost())) {
      System.err.println("plait attack: only a node on this machine is attacked");
      return 2;
    }
    return run(server, attacks.isEmpty() ? List.of(Attack.values()) : attacks, out);
  }

  private static int run(URI server, List<Attack> attacks, PrintStream out)
      throws IOException, InterruptedException {
    int bad = 0;
    try (Bystanders two = new Bystanders(server)) {
      two.measure(Trial.TIMES);
      for (Attack attack : attacks) {
        Trial trial = Trial.run(server, attack, two);
        out.println(name(attack) + "\n" + trial);
        bad += trial.harmless() ? 0 : 1;
      }
    }
    return bad == 0 ? 0 : 1;
  }

  private static String name(Attack attack) {
    return attack.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
