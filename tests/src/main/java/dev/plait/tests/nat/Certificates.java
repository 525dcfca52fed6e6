package dev.plait.tests.nat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A certificate for the names of the laboratory, and what trusts it.
 *
 * @param certificate PEM
 * @param key PEM
 * @param both PEM, as HAProxy wants it
 * @param trust a PKCS #12 store for Java
 */
record Certificates(Path certificate, Path key, Path both, Path trust) {
  /** Of a store that holds nothing secret. */
  static final String TRUST_PASSWORD = "not-secret";

  static Certificates make(Path folder) throws IOException, InterruptedException {
    Path certificate = folder.resolve("certificate.pem");
    Path key = folder.resolve("key.pem");
    Shell.run(
        List.of(
            "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=plait.test -addext subjectAltName=DNS:chat.plait.test,DNS:turn-1.plait.test,DNS:turn-2.plait.test -out %s -keyout %s"
                .formatted(certificate, key)
                .split(" ")));
    Path both = folder.resolve("both.pem");
    Files.writeString(both, Files.readString(certificate) + Files.readString(key));
    Path trust = folder.resolve("trust.p12");
    Shell.run(
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
            "-importcert",
            "-noprompt",
            "-alias",
            "laboratory",
            "-storetype",
            "PKCS12",
            "-storepass",
            TRUST_PASSWORD,
            "-file",
            certificate.toString(),
            "-keystore",
            trust.toString()));
    return new Certificates(certificate, key, both, trust);
  }

  /** Makes a Java program trust it. */
  List<String> javaOptions() {
    return List.of(
        "-Djavax.net.ssl.trustStore=" + trust,
        "-Djavax.net.ssl.trustStorePassword=" + TRUST_PASSWORD);
  }
}
