package dev.plait.server.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plait.server.app.TestNode.User;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who changes what others see pays for those who are told, on H2. */
class ChangeBudgetTest {
  private TestNode node;
  private User ada;
  private User grace;
  private String group;

  @BeforeEach
  void start(@TempDir Path data) {
    node = TestNode.start(data, Map.of("plait.limits.change-per-account-per-hour", "300"));
    ada = node.signUp("ada");
    grace = node.signUp("grace");
    group =
        node.post(
                ada,
                "/v1/conversations",
                Map.of("kind", "group", "title", "", "members", List.of(grace.account())))
            .text("conversation");
  }

  @AfterEach
  void stop() {
    node.close();
  }

  private int named(User who, String name) {
    return node.patch(who, "/v1/profile", Map.of("displayName", name)).status();
  }

  private TestNode.Answer signIn(User who, String password) {
    return node.post(
        null,
        "/v1/sessions",
        Map.of("handle", who.handle(), "password", password, "deviceName", "phone"));
  }

  private int titled(String title) {
    return node.patch(ada, "/v1/conversations/" + group, Map.of("title", title)).status();
  }

  @Test
  void allChangesOfAnAccountCountTogetherAndOthersGoOn() {
    assertThat(titled("one")).isEqualTo(200); // the group was the first
    assertThat(named(ada, "Countess")).isEqualTo(200);

    var over = node.patch(ada, "/v1/conversations/" + group, Map.of("title", "two"));

    assertThat(over.status()).isEqualTo(429);
    assertThat(over.text("code")).isEqualTo("rate-limited");
    assertThat(over.headers()).containsKey("retry-after");
    assertThat(named(ada, "Lady")).isEqualTo(429);
    assertThat(
            node.delete(ada, "/v1/conversations/" + group + "/members/" + grace.account()).status())
        .isEqualTo(429);
    assertThat(node.get(ada, "/v1/conversations/" + group).text("title")).isEqualTo("one");
    assertThat(named(grace, "Admiral")).isEqualTo(200);
  }

  @Test
  void leavingCostsNothing() {
    assertThat(titled("one")).isEqualTo(200);
    assertThat(titled("two")).isEqualTo(200);
    assertThat(titled("three")).isEqualTo(429);
    assertThat(
            node.delete(ada, "/v1/conversations/" + group + "/members/" + ada.account()).status())
        .isEqualTo(204);
  }

  @Test
  void whoSignsInPaysAndNotForThoseWhoDoNotGetIn() {
    for (int i = 0; i < 4; i++) {
      assertThat(signIn(grace, "a wrong password").status()).isEqualTo(401);
    }
    assertThat(signIn(ada, TestNode.PASSWORD).status()).isEqualTo(200); // the group was the first
    assertThat(signIn(ada, TestNode.PASSWORD).status()).isEqualTo(200);

    var over = signIn(ada, TestNode.PASSWORD);

    assertThat(over.status()).isEqualTo(429);
    assertThat(over.headers()).containsKey("retry-after");
    assertThat(named(ada, "Countess")).isEqualTo(429);
    assertThat(signIn(ada, "a wrong password").status())
        .as("whoever does not know the password learns nothing of it")
        .isEqualTo(401);
    assertThat(named(grace, "Admiral")).isEqualTo(200);
  }

  @Test
  void aNewPasswordSignsOthersOutAndIsPaidForAsWell() {
    assertThat(titled("one")).isEqualTo(200); // the group was the first
    assertThat(password(TestNode.PASSWORD, "another good password").status()).isEqualTo(204);

    var over = password("another good password", TestNode.PASSWORD);

    assertThat(over.status()).isEqualTo(429);
    assertThat(over.headers()).containsKey("retry-after");
  }

  private TestNode.Answer password(String before, String after) {
    return node.post(ada, "/v1/password", Map.of("old", before, "new", after));
  }

  @Test
  void aChangeCountsAllDevicesThatAreTold() {
    node.post(grace, "/v1/conversations/" + group + "/accept", Map.of());
    var audience = node.parts().services().audience();

    assertThat(audience.ofDevices(ada.accountId())).isEqualTo(2);
    assertThat(audience.ofName(ada.accountId())).as("and the group is read anew").isEqualTo(3);
    assertThat(audience.of(ada.accountId(), UUID.fromString(group))).isEqualTo(2);
    assertThat(audience.of(node.signUp("eve").accountId(), UUID.fromString(group))).isZero();
  }
}
