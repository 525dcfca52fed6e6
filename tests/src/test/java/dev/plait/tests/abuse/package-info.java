/** What an attack costs others. */
@NullMarked
package dev.plait.tests.abuse;

import org.jspecify.annotations.NullMarked;
