package dev.plait.peer.app;

import dev.plait.peer.Outgoing;
import dev.plait.peer.Peer;
import dev.plait.peer.PeerException;
import dev.plait.peer.SendRefusedException;
import dev.plait.peer.core.PeerEvent;
import dev.plait.peer.outbox.DataException;
import dev.plait.protocol.delivery.Status;
import dev.plait.protocol.wire.Frame;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Stack;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IParameterPreprocessor;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Sends one message and says how far it came; for scripts. */
@Command(
    name = "send",
    mixinStandardHelpOptions = true,
    version = Main.VERSION,
    description = "Sends one message and prints how far it came.",
    exitCodeListHeading = "Exit codes:%n",
    exitCodeList = {
      "0:stored, delivered or read",
      "1:not sent; the standard error says why",
      "2:wrong usage",
      "3:queued on this device; it goes out when a command next reaches the server"
    })
final class SendCommand implements Callable<Integer> {
  private static final int FAILED = 1;
  private static final int QUEUED = 3;

  @Mixin private final ConnectOptions connect = new ConnectOptions();

  @Option(
      names = "--to",
      required = true,
      paramLabel = "NAME",
      description = "handle of who gets it")
  private String to = "";

  @Option(
      names = "--wait",
      paramLabel = "SECONDS",
      defaultValue = "10",
      description = "how long to wait until it is stored or delivered (default: 10)")
  private int waitSeconds;

  @Parameters(
      paramLabel = "TEXT",
      arity = "0..*",
      hideParamSyntax = true,
      preprocessor = Word.class,
      description = "the message; - reads it from the standard input, and all after -- is text")
  private final List<String> words = new ArrayList<>();

  @Spec private CommandSpec spec = CommandSpec.create();

  /** Takes a word as it is; picocli would take one that begins with -h for an option. */
  static final class Word implements IParameterPreprocessor {
    @Override
    @SuppressWarnings("JdkObsolete") // a Stack is what picocli has
    public boolean preprocess(
        Stack<String> arguments, CommandSpec command, ArgSpec words, Map<String, Object> info) {
      words.<List<String>>getValue().add(arguments.pop());
      return true;
    }
  }

  /** What picocli is to know of {@code line}, which runs this command. */
  static void prepare(CommandLine line) {
    // A text may begin with a dash; MessageText tells it from a misspelt option.
    line.setUnmatchedOptionsArePositionalParams(true);
  }

  @Override
  public Integer call() {
    String text;
    try {
      text = MessageText.of(words, literalWords(), System.in);
    } catch (MessageText.WrongUse e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()));
    } catch (MessageText.Unreadable e) {
      SafeText.complain("not sent: " + e.getMessage());
      return FAILED;
    }
    connect.leaveChannelsOut();
    try (Peer peer = Passwords.connect(connect, SendCommand::tell)) {
      Frame.Roster conversation = Recipients.open(to, peer);
      return outcome(peer.send(conversation.conversation(), Bodies.text(text)));
    } catch (PeerException | DataException e) {
      SafeText.complain(e.getMessage());
      return FAILED;
    }
  }

  private int literalWords() {
    List<String> given = spec.commandLine().getParseResult().originalArgs();
    int end = given.indexOf("--");
    return end < 0 ? 0 : given.size() - end - 1;
  }

  private static void tell(PeerEvent event) {
    if (event instanceof PeerEvent.EpochBegun(var message, var _)) {
      SafeText.complain(message);
    }
  }

  private int outcome(Outgoing outgoing) {
    try {
      outgoing.when(Status.STORED).orTimeout(waitSeconds, TimeUnit.SECONDS).join();
    } catch (CompletionException e) {
      return notStored(outgoing, e.getCause());
    }
    System.out.println(outgoing.status().name().toLowerCase(Locale.ROOT));
    return 0;
  }

  private static int notStored(Outgoing outgoing, @Nullable Throwable why) {
    if (why instanceof SendRefusedException refused) {
      SafeText.complain("not sent: " + refused.getMessage());
      return FAILED;
    }
    if (!outgoing.accepted().isDone()) {
      System.err.println("not sent: the disk has not taken it in time");
      return FAILED;
    }
    System.out.println("queued");
    System.err.println(
        "The server has not taken it yet. It is kept on this device and goes out when send, listen"
            + " or chat next reaches the server with the same --user and --data. Do not send it"
            + " again.");
    return QUEUED;
  }
}
