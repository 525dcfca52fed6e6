package dev.plait.tests.browser;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import java.net.URI;
import java.nio.file.Path;

/**
 * A page that has the browser library file by file, as its package does, for tests of parts of it:
 * what a node serves is one module.
 */
final class LibraryFiles {
  private static final Path SOURCES = Path.of("../web-demo");

  private LibraryFiles() {}

  /** Opens an empty page under the rules for pages of the node, in a fresh profile. */
  static Page open(BrowserWorld world) {
    Page page = world.browser().freshProfile().newPage();
    page.navigate(world.uri().resolve(ChromiumProgram.BARE_PAGE).toString());
    page.context()
        .route(
            "**/lib/**",
            route ->
                route.fulfill(
                    new Route.FulfillOptions()
                        .setContentType("text/javascript")
                        .setPath(file(URI.create(route.request().url())))));
    return page;
  }

  private static Path file(URI asked) {
    return SOURCES.resolve(asked.getPath().substring(1));
  }
}
