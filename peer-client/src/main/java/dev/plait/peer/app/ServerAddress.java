package dev.plait.peer.app;

import java.net.URI;
import java.net.URISyntaxException;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads the address of a server, and says how one looks when it is none. */
final class ServerAddress implements ITypeConverter<URI> {
  @Override
  public URI convert(String text) {
    try {
      URI address = new URI(text);
      String scheme = address.getScheme();
      if (address.getHost() != null
          && ("http".equalsIgnoreCase(scheme) || "https".equalsIgnoreCase(scheme))) {
        return address;
      }
    } catch (URISyntaxException e) {
      throw wrong(text);
    }
    throw wrong(text);
  }

  private static TypeConversionException wrong(String text) {
    return new TypeConversionException(
        "'" + text + "' is no address of a server; write it like http://127.0.0.1:8787");
  }
}
