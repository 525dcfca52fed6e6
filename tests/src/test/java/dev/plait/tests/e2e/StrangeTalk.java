package dev.plait.tests.e2e;

import dev.plait.peer.rtc.RtcFactory;
import dev.plait.tests.e2e.World.Person;
import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;

/**
 * A conversation of Ada's with a device that does what a test wants.
 *
 * @param ada an ordinary peer with direct channels
 * @param other asked by Ada, not accepted yet
 */
record StrangeTalk(World world, Person ada, StrangeDevice other, UUID conversation) {
  /** What a test does with it. */
  interface Course {
    void run(StrangeTalk talk) throws Exception;
  }

  /** Holds one in a world of its own, and ends all of it. */
  static void hold(Path folder, String handle, Course course) throws Exception {
    RtcFactory factory = (RtcFactory) RtcFactory.get();
    try (World world = new World(folder, Map.of());
        Person ada = world.join("ada", world.uri(), true);
        StrangeDevice other =
            new StrangeDevice(factory, world.uri(), handle, ada.peer().device())) {
      UUID conversation = ada.peer().openDirect(handle).conversation();
      course.run(new StrangeTalk(world, ada, other, conversation));
    }
  }
}
