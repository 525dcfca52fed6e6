package dev.plait.tests.arch;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleName;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Holds which package may see what (docs/ARCHITECTURE.md, code map and "what is absent"). */
@AnalyzeClasses(packages = "dev.plait", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  private static final String PROTOCOL = "dev.plait.protocol..";
  private static final String WIRE = "dev.plait.protocol.wire";
  private static final String DELIVERY = "dev.plait.protocol.delivery";
  private static final String TRANSCRIPT = "dev.plait.protocol.transcript";
  private static final String CODEC = "dev.plait.protocol.codec";
  private static final String RELAY = "dev.plait.relay";
  private static final String STORE = "dev.plait.store";
  private static final String STORE_JDBC = "dev.plait.store.jdbc";
  private static final String SERVER = "dev.plait.server..";
  private static final String SERVER_APP = "dev.plait.server.app";
  private static final String PEER_CORE = "dev.plait.peer.core";
  private static final String OUTBOX = "dev.plait.peer.outbox";
  private static final String RTC = "dev.plait.peer.rtc";
  private static final String TURN = "dev.plait.turn..";
  private static final String TURN_APP = "dev.plait.turn.app";
  private static final String TESTS = "dev.plait.tests..";

  private static final String[] CORE = {
    WIRE,
    DELIVERY,
    "dev.plait.protocol.path",
    "dev.plait.protocol.signaling",
    "dev.plait.protocol.clock",
    "dev.plait.protocol.content",
    TRANSCRIPT,
    RELAY,
    PEER_CORE
  };

  /** Others know of a database only that it can be away. */
  private static final String[] DATABASE_SIDE = {
    STORE_JDBC,
    OUTBOX,
    "dev.plait.server.database",
    "dev.plait.server.account",
    "dev.plait.server.conversation",
    "dev.plait.server.token",
    "dev.plait.turn.program", // what a log may say of it
    TESTS
  };

  /** No clock, random source, thread, I/O or logger. Records and switches use java.lang.runtime. */
  @ArchTest
  static final ArchRule coresSeeLangAndUtilOnly =
      classes()
          .that()
          .resideInAnyPackage(CORE)
          .should()
          .onlyDependOnClassesThat(
              resideInAnyPackage(
                      "dev.plait..",
                      "java.lang",
                      "java.lang.invoke",
                      "java.lang.runtime",
                      "java.util",
                      "java.util.function",
                      "java.util.stream",
                      "org.jspecify.annotations")
                  .or(
                      describe(
                          "character sets", c -> c.getPackageName().equals("java.nio.charset"))));

  @ArchTest
  static final ArchRule coresAskNoClockRandomSourceOrThread =
      noClasses()
          .that()
          .resideInAnyPackage(CORE)
          .should()
          .callMethod(System.class, "currentTimeMillis")
          .orShould()
          .callMethod(System.class, "nanoTime")
          .orShould()
          .callMethod(Math.class, "random")
          .orShould()
          .callMethod(java.util.UUID.class, "randomUUID")
          .orShould()
          .dependOnClassesThat()
          .areAssignableTo(java.util.Random.class)
          .orShould()
          .dependOnClassesThat()
          .areAssignableTo(Thread.class)
          .orShould()
          .dependOnClassesThat()
          .areAssignableTo(java.util.Timer.class);

  @ArchTest
  static final ArchRule coresOfTheProtocolDoNotSeeJson =
      noClasses()
          .that(resideInAnyPackage(CORE).and(outside(PEER_CORE)))
          .should()
          .dependOnClassesThat()
          .resideInAPackage(CODEC);

  @ArchTest static final ArchRule wireSeesNothingOfOurs = sees(WIRE, WIRE);

  @ArchTest static final ArchRule deliverySeesWire = sees(DELIVERY, WIRE);

  @ArchTest
  static final ArchRule pathSeesDelivery = sees("dev.plait.protocol.path", WIRE, DELIVERY);

  @ArchTest static final ArchRule signalingSeesWire = sees("dev.plait.protocol.signaling", WIRE);

  @ArchTest static final ArchRule clockSeesWire = sees("dev.plait.protocol.clock", WIRE);

  @ArchTest static final ArchRule contentSeesWire = sees("dev.plait.protocol.content", WIRE);

  @ArchTest
  static final ArchRule transcriptSeesClockAndContent =
      sees(TRANSCRIPT, WIRE, "dev.plait.protocol.clock", "dev.plait.protocol.content");

  @ArchTest static final ArchRule codecSeesTheProtocol = sees(CODEC, PROTOCOL);

  @ArchTest static final ArchRule relaySeesTheStorePort = sees(RELAY, PROTOCOL, STORE);

  @ArchTest
  static final ArchRule relayDriverSeesRelay =
      sees("dev.plait.relay.driver", PROTOCOL, RELAY, STORE);

  @ArchTest static final ArchRule storeSeesWire = sees(STORE, WIRE);

  @ArchTest static final ArchRule jdbcSeesTheStorePort = sees(STORE_JDBC, WIRE, STORE);

  @ArchTest
  static final ArchRule serverSeesProtocolRelayAndStore =
      sees(SERVER, PROTOCOL, "dev.plait.relay..", "dev.plait.store..", TURN);

  @ArchTest static final ArchRule turnStandsAlone = sees(TURN);

  @ArchTest static final ArchRule peerSeesTheProtocol = sees("dev.plait.peer..", PROTOCOL, TURN);

  @ArchTest static final ArchRule peerCoreSeesTheProtocol = sees(PEER_CORE, PROTOCOL);

  @ArchTest static final ArchRule rtcSeesTheProtocol = sees(RTC, PROTOCOL);

  @ArchTest
  static final ArchRule linkSeesTheProtocol =
      sees("dev.plait.peer.link", PROTOCOL, "dev.plait.peer.json", "dev.plait.turn.program");

  @ArchTest
  static final ArchRule outboxSeesPeerCore =
      sees(OUTBOX, PROTOCOL, PEER_CORE, "dev.plait.turn.program");

  @ArchTest
  static final ArchRule onlyTheWiringSeesTheJdbcStore =
      noClasses()
          .that(outside(STORE_JDBC, SERVER_APP, TESTS))
          .should()
          .dependOnClassesThat(resideInAPackage(STORE_JDBC).and(not(simpleName("RequestBoxes"))));

  /** Who accepts, and what waited for them, are one transaction. */
  @ArchTest
  static final ArchRule onlyConversationsEmptyBoxes =
      noClasses()
          .that(outside(STORE_JDBC, SERVER_APP, "dev.plait.server.conversation", TESTS))
          .should()
          .dependOnClassesThat(simpleName("RequestBoxes"));

  @ArchTest
  static final ArchRule nothingSeesACommandLine =
      noClasses()
          .that(outside(SERVER_APP, "dev.plait.peer.app", TURN_APP, TESTS))
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(SERVER_APP, "dev.plait.peer.app", TURN_APP);

  @ArchTest
  static final ArchRule httpAndWebSocketDoNotSeeEachOther =
      noClasses()
          .that()
          .resideInAPackage("dev.plait.server.http")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("dev.plait.server.ws", "dev.plait.server.session");

  @ArchTest
  static final ArchRule jacksonIsSeenByCodecsOnly =
      onlySeenBy(
          "com.fasterxml.jackson..", CODEC, "dev.plait.server.http", "dev.plait.peer.json", TESTS);

  @ArchTest static final ArchRule webrtcIsSeenByRtcOnly = onlySeenBy("dev.onvoid..", RTC);

  @ArchTest
  static final ArchRule jettyIsSeenByHttpWebSocketAndWiringOnly =
      onlySeenBy("org.eclipse.jetty..", "dev.plait.server.http", "dev.plait.server.ws", SERVER_APP);

  @ArchTest
  static final ArchRule webSocketsOfJettyAreSeenByWsAndWiringOnly =
      onlySeenBy("org.eclipse.jetty.websocket..", "dev.plait.server.ws", SERVER_APP);

  @ArchTest
  static final ArchRule databasesAreSeenByStoresAndAccountsOnly =
      noClasses()
          .that(outside(DATABASE_SIDE))
          .should()
          .dependOnClassesThat(
              resideInAnyPackage(
                      "java.sql", "javax.sql", "org.h2..", "org.flywaydb..", "com.zaxxer..")
                  .or(
                      describe(
                          "SQL",
                          c ->
                              c.getPackageName().startsWith("org.jdbi")
                                  && !c.getSimpleName().equals("JdbiException"))));

  @ArchTest
  static final ArchRule commandLineLibrariesAreSeenByAppsOnly =
      onlySeenBy(
          "picocli..", "dev.plait.peer.app", SERVER_APP, TURN_APP, "dev.plait.turn.program", TESTS);

  @ArchTest
  static final ArchRule packagesHaveNoCycles =
      slices().matching("dev.plait.(**)").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule namesSayWhatAThingIs =
      noClasses().should().haveNameMatching(".*(Manager|Helper|Utils?|Impl)$");

  /** Of our own packages, {@code from} sees itself and {@code to} only. */
  private static ArchRule sees(String from, String... to) {
    return noClasses()
        .that()
        .resideInAPackage(from)
        .should()
        .dependOnClassesThat(resideInAnyPackage("dev.plait..").and(outside(from)).and(outside(to)));
  }

  private static ArchRule onlySeenBy(String library, String... packages) {
    return noClasses()
        .that(outside(packages))
        .should()
        .dependOnClassesThat()
        .resideInAPackage(library);
  }

  private static DescribedPredicate<JavaClass> outside(String... packages) {
    return DescribedPredicate.not(resideInAnyPackage(packages));
  }
}
