package dev.plait.peer.app;

import dev.plait.peer.link.ServerUrl;
import java.net.URI;
import java.net.URISyntaxException;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads the address of a server, and says how one looks when it is none. */
final class ServerAddress implements ITypeConverter<URI> {
  @Override
  public URI convert(String text) {
    try {
      return ServerUrl.of(new URI(text)).base();
    } catch (URISyntaxException e) {
      throw new TypeConversionException(
          "'" + text + "' is no address of a server; write it like http://127.0.0.1:8787");
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException(e.getMessage());
    }
  }
}
