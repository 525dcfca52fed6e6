package dev.plait.turn.credential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class TurnSecretsTest {
  private static final String SECRET = "0123456789abcdef0123456789abcdef";
  private static final String OTHER = "fedcba9876543210fedcba9876543210";
  private static final long NOW_MS = 1_732_751_400_500L;

  @Test
  void aCredentialIsTheOneThatOpensslMakes() {
    // printf '1732752000:ada' | openssl dgst -sha1 -hmac SECRET -binary | base64
    TurnCredential credential = new TurnSecrets(List.of(SECRET)).issue("ada", NOW_MS, 600_000);

    assertThat(credential.username()).isEqualTo("1732752000:ada");
    assertThat(credential.password()).isEqualTo("TdxSV/+xWZjDwpZaM7JwRmI+ZVg=");
    assertThat(credential.expiresAtMs()).isEqualTo(1_732_752_000_000L);
  }

  @Test
  void theFirstSecretSigns() {
    assertThat(new TurnSecrets(List.of(SECRET, OTHER)).issue("ada", NOW_MS, 600_000))
        .isEqualTo(new TurnSecrets(List.of(SECRET)).issue("ada", NOW_MS, 600_000))
        .isNotEqualTo(new TurnSecrets(List.of(OTHER)).issue("ada", NOW_MS, 600_000));
  }

  @Test
  void noCredentialLivesLongerThanAnHour() {
    TurnSecrets secrets = new TurnSecrets(List.of(SECRET));

    assertThatThrownBy(() -> secrets.issue("ada", NOW_MS, 3_600_001))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aWeakSecretIsRefusedAndNotRepeated() {
    assertThatThrownBy(() -> new TurnSecrets(List.of(SECRET, "short")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContaining("short");
  }

  @Test
  void nothingShowsASecret() {
    TurnSecrets secrets = new TurnSecrets(List.of(SECRET));

    assertThat(secrets + " " + secrets.issue("ada", NOW_MS, 600_000))
        .doesNotContain(SECRET)
        .doesNotContain("TdxSV");
  }
}
