package dev.plait.turn.probe;

import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.PortUnreachableException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Puts a name to what Java says of a connection that did not come about. Stateless. */
public final class Faults {
  private Faults() {}

  /** What is wrong on the way to any server, not only one for TURN. */
  public static Fault of(IOException why) {
    return switch (why) {
      case UnknownHostException _ -> Fault.NAME_UNRESOLVED;
      case SSLException tls -> ofTls(tls);
      case SocketTimeoutException _ -> Fault.NO_ANSWER;
      case StreamCarrier.NotTurnException _ -> Fault.NOT_TURN;
      case PortUnreachableException _ -> Fault.REFUSED;
      case ConnectException refused when says(refused, "refused") -> Fault.REFUSED;
      case ConnectException late when says(late, "timed out") -> Fault.NO_ANSWER;
      case EOFException _ -> Fault.CLOSED;
      case SocketException closed
          when says(closed, "reset") || says(closed, "closed") || says(closed, "pipe") ->
          Fault.CLOSED;
      default -> Fault.UNREACHABLE;
    };
  }

  private static boolean says(IOException why, String word) {
    String message = why.getMessage();
    return message != null && message.contains(word);
  }

  private static Fault ofTls(SSLException why) {
    for (@Nullable Throwable cause = why; cause != null; cause = cause.getCause()) {
      switch (cause) {
        case CertificateExpiredException _ -> {
          return Fault.CERTIFICATE_EXPIRED;
        }
        case CertificateNotYetValidException _ -> {
          return Fault.CERTIFICATE_NOT_YET_VALID;
        }
        case CertPathBuilderException _ -> {
          return Fault.CERTIFICATE_UNTRUSTED;
        }
        case CertPathValidatorException path when path.getCause() == null -> {
          return Fault.CERTIFICATE_UNTRUSTED;
        }
        // Java's check of the host name throws this class itself, other checks throw others.
        case CertificateException name when name.getClass() == CertificateException.class -> {
          return Fault.CERTIFICATE_WRONG_NAME;
        }
        default -> {}
      }
    }
    return Fault.TLS_FAILED;
  }
}
