package dev.plait.peer.doctor;

import java.net.ProxySelector;
import java.net.URI;
import java.nio.file.Path;
import java.time.InstantSource;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * What is to be examined.
 *
 * @param server base URL of the server
 * @param insecureHttp whether it may be asked by plain HTTP although it is another machine
 * @param data folder of a device; null for none. Nothing is made when it is not there.
 * @param handle of the account; null for that of the device
 * @param password for an account whose device is not here; null for none. Never logged or kept.
 * @param clock the clock of this machine
 * @param proxies which way HTTP goes
 * @param tls whom it trusts; null for whom Java trusts
 */
public record DoctorOptions(
    URI server,
    boolean insecureHttp,
    @Nullable Path data,
    @Nullable String handle,
    @Nullable String password,
    InstantSource clock,
    ProxySelector proxies,
    @Nullable SSLContext tls) {

  /** Leaves the password out. */
  @Override
  public String toString() {
    return "DoctorOptions[" + server + ", " + handle + ", data " + data + "]";
  }
}
